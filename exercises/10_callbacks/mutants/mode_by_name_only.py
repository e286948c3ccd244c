"""Go by the name always; the default is all that was tried."""
# expect: callbacks-mode
# says: whatever the name is


def larger_is_better(monitor, mode="auto"):
    return mode == "max" or "acc" in monitor
