# make bench: the desk measured against two floors.

BENCH_TOOLS := $(addprefix $(BUILD)/bench/,ask_cost floor_maildir fill_desk \
               lmtp_load noop spawn_load sync_count.so)

$(BUILD)/bench/%: tests/bench/%.c tests/bench/bench.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -O2 -g $(BENCH_LINK) -o $@ $<
$(BUILD)/bench/noop $(BUILD)/bench/spawn_load: BENCH_LINK := -static

$(BUILD)/bench/%.so: tests/bench/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -O2 -g -fPIC -shared -o $@ $<

$(BUILD)/bench/fill_desk $(BUILD)/bench/ask_cost: $(BUILD)/bench/%: tests/bench/%.c tests/bench/bench.h $(call libs_upto,app)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -iquote tests/bench -o $@ $< $(call libs_upto,app) $(LIBS)

.PHONY: bench bench-tools
bench-tools: $(BENCH_TOOLS)
bench: ## measure it, F1 to F8; BENCH_N=500 BENCH_ROUNDS=2 is quicker
	@$(INSTALL_PACKAGES) $(PACKAGES) python3
	@$(MAKE) --no-print-directory -j$(JOBS) all bench-tools
	@python3 -B tests/bench/bench.py $(BUILD)

.PHONY: scale
scale: ## what questions cost beside a thousand to a million tickets
	@$(MAKE) --no-print-directory -j$(JOBS) all bench-tools
	@sh tests/bench/scale.sh $(BUILD)
