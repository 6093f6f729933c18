# Programs that tests can kill at named points, and what makes faults for them:
# in a folder of their own, for no other build has such points.

CRASH_DIR    := $(BUILD)/crash
CRASH_CFLAGS := -O1 -g -DMAILDESK_CRASH_POINTS -DRESTART_FIRST=20 \
                -DRESTART_LAST=60 -DGATEWAY_CPU_SECONDS=0 \
                -DPULSE_FIRST_WAIT=20 -DPULSE_SETUP_WAIT=100 \
                -DIMAP_IDLE_MAX=400

.PHONY: crash-build
crash-build:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD='$(CRASH_DIR)' \
	    CFLAGS='$(CRASH_CFLAGS)' all '$(CRASH_DIR)/maildesk-deliver-dynamic' \
	    '$(CRASH_DIR)/fault_shim.so'

# LD_PRELOAD does not reach the static one, and nor do points.
$(BUILD)/maildesk-deliver-dynamic: $(DELIVER_SRC) src/base/crash.c $(wildcard include/base/*.h) include/port/lmtp_encode.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) $(CFLAGS) -ffunction-sections \
	    -Wl,--gc-sections $(POISON) -o $@ $(DELIVER_SRC) src/base/crash.c

$(BUILD)/fault_shim.so: tests/tools/fault_shim.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -O2 -fPIC -shared -o $@ $<
