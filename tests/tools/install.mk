# Installing: where things go is the table in install.sh, which uninstalls by it,
# too.

INSTALL_ENV = BUILD='$(BUILD)' DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)'

.PHONY: install uninstall
install: all ## install below DESTDIR and PREFIX (/usr/local)
	@$(INSTALL_ENV) sh tests/tools/install.sh install

uninstall: ## remove what `make install` put there, with the same two
	@$(INSTALL_ENV) sh tests/tools/install.sh uninstall
