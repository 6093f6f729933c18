# Installing: where things go is the table in install.sh, which uninstalls by it,
# too.

INSTALL_ENV = BUILD='$(BUILD)' DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)'

.PHONY: install uninstall deb
install: all $(BUILD)/gen/completion.bash ## install below DESTDIR and PREFIX (/usr/local)
	@$(INSTALL_ENV) sh tests/tools/install.sh install

uninstall: ## remove what `make install` put there, with the same two
	@$(INSTALL_ENV) sh tests/tools/install.sh uninstall

deb: all $(BUILD)/gen/completion.bash ## build a Debian package into build/
	@$(INSTALL_PACKAGES) dpkg-dev
	@BUILD='$(BUILD)' VERSION='$(VERSION)' sh tests/tools/deb.sh

$(BUILD)/gen/completion.bash: $(BUILD)/maildesk
	@mkdir -p $(@D)
	@$< completion bash >$@.new && mv $@.new $@

# --- the manuals -----------------------------------------------------------------

# Their lists of commands, settings, verbs and so on come from the code's tables.
.PHONY: manuals
manuals: $(BUILD)/manual_tables ## print the code's tables into the pages of man/
	@perl tests/tools/manuals.pl $<

$(BUILD)/manual_tables: tests/tools/manual_tables.c $(call libs_upto,app)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(POISON) -o $@ $< $(call libs_upto,app) $(LIBS)
