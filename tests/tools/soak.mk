# The long forms of tests: every fault, every fill level, thousands of kills,
# millions of steps of the models.  Each is a test of `make check` that is given
# its whole measure; they run one after another, the longest last.

SOAK_KILLS ?= 2000
SOAK_SEED  ?= 1
# Random talks with the intake and deeds on the desk, which make check has a
# hundred times shorter.
SOAK_STEPS ?= 10000000
SOAK_LEAKS  ?= 1000000
SOAK_RUNS   ?= 100
SOAK_MODELS := port/test_lmtp_model app/test_intake_model
SOAK_ALONE  := app/test_leak_model app/test_loop_peers
soak_test = BUILD=$(BUILD)/gcc $(2) prove --timer tests/program/$(1).t

.PHONY: soak
soak: ## the long forms of tests: hours, for a night
	@$(INSTALL_PACKAGES) $(PACKAGES) $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/gcc CC=gcc WERROR=-Werror \
	    all $(SOAK_MODELS:%=$(BUILD)/gcc/unit/%) \
	    $(SOAK_ALONE:%=$(BUILD)/gcc/unit/%)
	@echo '== every crash point, up to the third time'
	@$(call soak_test,crash,CRASH_HITS=3)
	@echo '== mails that kill, among 1,000 that do not'
	@$(call soak_test,poison,POISON_GOOD=1000)
	@echo '== a disk at 40 levels, mounted and not'
	@$(call soak_test,disk,DISK_LEVELS=40)
	@$(call soak_test,disk,DISK_LEVELS=40 DISK_WAY=shim)
	@echo '== $(SOAK_KILLS) kills'
	@$(call soak_test,kill,MAILDESK_KILLS=$(SOAK_KILLS) MAILDESK_SEED=$(SOAK_SEED))
	@echo '== $(SOAK_STEPS) steps of the models'
	@for model in $(SOAK_MODELS); do \
	    MAILDESK_STEPS=$(SOAK_STEPS) $(BUILD)/gcc/unit/$$model || exit 1; done
	@echo '== $(SOAK_LEAKS) deeds, and no note in a letter to the wrong person'
	@MAILDESK_STEPS=$(SOAK_LEAKS) MAILDESK_SEED=$(SOAK_SEED) \
	    $(BUILD)/gcc/unit/app/test_leak_model
	@echo '== peers that answer by themselves, $(SOAK_RUNS) of each'
	@MAILDESK_RUNS=$(SOAK_RUNS) MAILDESK_SEED=$(SOAK_SEED) \
	    $(BUILD)/gcc/unit/app/test_loop_peers
	@echo '== every fault'
	@$(call soak_test,faults,FAULTS=all)
