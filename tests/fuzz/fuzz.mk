# Fuzz targets (libFuzzer, of clang), and how the cost of hostile mail grows.
#
# A target is tests/fuzz/fuzz_NAME.c, with NAME.dict if words help.  It begins
# with pieces of maildir-fixtures, or with files of tests/cards.  What once broke it stands in
# tests/fuzz/crashers/NAME: a bug is mended together with its input.

FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_DIR     := $(BUILD)/fuzz
FUZZ_CFLAGS  := $(SANITIZE) -fsanitize=fuzzer-no-link
FUZZ_LINK     = $(call libs_upto,desk) $(LIBS)
FUZZ_CC       = $(CC) $(ALL_CFLAGS) -iquote tests/fuzz -Wno-missing-prototypes
# How long `make fuzz` runs each target, and which.
SECONDS      ?= 60
FUZZ         ?= $(FUZZ_NAMES)
fuzz_dict     = $(wildcard tests/fuzz/$(1).dict)
# Empty where clang or its fuzzer's runtime is missing.
fuzz_can      = $(shell echo 'int LLVMFuzzerTestOneInput(void){return 0;}' | \
                clang -x c -fsanitize=fuzzer -o /dev/null - 2>/dev/null && echo yes)

$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $(call libs_upto,desk)
	$(call say,CC,$<)
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer -o $@ $< $(FUZZ_LINK)

$(BUILD)/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(call libs_upto,desk)
	$(call say,CC,$<)
	$(Q)$(FUZZ_CC) -o $@ $< tests/fuzz/replay.c $(FUZZ_LINK)

$(BUILD)/corpus: tests/fuzz/corpus.pl $(wildcard maildir-fixtures/*/cur tests/cards/*)
	@rm -rf $@
	$(Q)perl $< maildir-fixtures $@
	$(Q)mkdir -p $@/vcard && cp tests/cards/*.vcf $@/vcard

unit-binaries: $(FUZZ_NAMES:%=$(BUILD)/replay_%) $(BUILD)/scaling

# Each target once over what is known: its pieces, and what broke it before.
.PHONY: replay $(FUZZ_NAMES:%=replay-%)
replay: $(FUZZ_NAMES:%=replay-%)
	@echo "$(words $(FUZZ_NAMES)) fuzz targets take their known inputs"

$(FUZZ_NAMES:%=replay-%): replay-%: $(BUILD)/replay_% $(BUILD)/corpus
	$(call say,TEST,$*)
	@$< $(BUILD)/corpus/$* $(wildcard tests/fuzz/crashers/$*) >$<.log 2>&1 || \
	    { cat $<.log; echo "$<: failed"; exit 1; }

.PHONY: replay-asan
replay-asan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CC=gcc WERROR=-Werror \
	    HARDEN=-fPIE CFLAGS='$(SANITIZE)' replay

# What libFuzzer finds is kept in found/, and used the next time.
.PHONY: fuzz fuzz-programs $(FUZZ_NAMES:%=fuzz-%)
fuzz-programs: $(FUZZ_NAMES:%=$(BUILD)/fuzz_%) $(BUILD)/corpus

fuzz: ## each fuzz target for SECONDS=60; FUZZ='mail html' for some
ifeq ($(fuzz_can),)
	@echo "clang's fuzzer is not here: known inputs only"
	@$(MAKE) --no-print-directory replay-asan
else
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(FUZZ_DIR) CC=clang HARDEN= \
	    CFLAGS='$(FUZZ_CFLAGS)' fuzz-programs
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_DIR) $(FUZZ:%=fuzz-%)
endif

$(FUZZ_NAMES:%=fuzz-%): fuzz-%:
	@mkdir -p $(BUILD)/found/$* $(BUILD)/broken
	$(call say,FUZZ,$*)
	@$(BUILD)/fuzz_$* -max_total_time=$(SECONDS) -timeout=10 \
	    -rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 \
	    -artifact_prefix=$(BUILD)/broken/$*- \
	    $(patsubst %,-dict=%,$(call fuzz_dict,$*)) $(BUILD)/found/$* \
	    $(BUILD)/corpus/$* $(wildcard tests/fuzz/crashers/$*) \
	    >$(BUILD)/$*.log 2>&1 || { tail -n 60 $(BUILD)/$*.log; exit 1; }
	@sed -n 's/^stat::number_of_executed_units: */    inputs tried: /p' \
	    $(BUILD)/$*.log

# Which lines of the layer the found inputs reach.
.PHONY: fuzz-coverage fuzz-profile
fuzz-coverage: ## the mail layer's lines that the fuzz targets reach
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/coverage CC=clang \
	    HARDEN= CFLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping' \
	    FOUND=$(FUZZ_DIR)/found fuzz-profile
fuzz-profile: $(FUZZ_NAMES:%=$(BUILD)/replay_%) $(BUILD)/corpus
	$(Q)for name in $(FUZZ_NAMES); do \
	    LLVM_PROFILE_FILE=$(BUILD)/$$name.profraw $(BUILD)/replay_$$name \
	    $(BUILD)/corpus/$$name $$(ls -d $(FOUND)/$$name \
	    tests/fuzz/crashers/$$name 2>/dev/null) >/dev/null || exit 1; done
	$(Q)llvm-profdata merge -o $(BUILD)/all.profdata $(BUILD)/*.profraw
	$(Q)llvm-cov report -instr-profile=$(BUILD)/all.profdata \
	    $(BUILD)/replay_mail $(FUZZ_NAMES:%=-object $(BUILD)/replay_%) src/mail

# --- the cost of hostile mail --------------------------------------------------

$(BUILD)/scaling: tests/scaling/scaling.c tests/scaling/families.c tests/scaling/families.h tests/unit/mail/tnef_case.h $(call libs_upto,desk)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -iquote tests/unit -iquote tests/scaling -o $@ \
	    $(filter tests/scaling/%.c,$^) $(call libs_upto,desk) $(LIBS)

.PHONY: scaling
scaling: $(BUILD)/scaling ## what hostile mail costs, and how that grows
	@$< --table
