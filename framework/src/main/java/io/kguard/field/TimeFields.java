package io.kguard.field;

import io.kguard.event.EventFlag;
import java.util.Locale;

/** The fields {@code evt.*} about time. */
final class TimeFields {
    private static final long NANOS = 1_000_000_000L;
    private static final int QUANTIZED_MAX_POWER = 11;
    private static final double QUANTIZED_INTERVAL = 1;

    /** Reads a duration or a point in time in nanoseconds. */
    @FunctionalInterface
    private interface Nanos {
        long of(EventContext context);
    }

    private TimeFields() {}

    static void addTo(Bindings bindings) {
        bindings.text("evt.time", context -> TimeText.localTime(timestamp(context), true));
        bindings.text("evt.time.s", context -> TimeText.localTime(timestamp(context), false));
        bindings.text("evt.outputtime", context -> TimeText.localTime(timestamp(context), true));
        bindings.text("evt.time.iso8601", context -> TimeText.utc(timestamp(context), "+0000"));
        bindings.text("evt.datetime", context -> TimeText.localDateTime(timestamp(context), true));
        bindings.text("evt.datetime.s", context -> TimeText.localDateTime(timestamp(context), false));
        parts(bindings, "evt.rawtime", TimeFields::timestamp);
        parts(
                bindings,
                "evt.reltime",
                context -> timestamp(context) - context.machine().firstTimestamp());
        parts(bindings, "evt.latency", TimeFields::latency);
        parts(bindings, "evt.deltatime", new Nanos() {
            @Override
            public long of(EventContext context) {
                return delta(context, this);
            }
        });
        bindings.value(
                "evt.wait_latency",
                context -> context.event().type().isExit()
                        && context.event().type().has(EventFlag.WAITS)
                        && context.found(latency(context)));
        bindings.value("evt.latency.quantized", context -> {
            long latency = latency(context);
            return latency > 0 && context.found(quantized(latency));
        });
        bindings.text("evt.latency.human", context -> human(latency(context)));
    }

    private static void parts(Bindings bindings, String name, Nanos nanos) {
        bindings.value(name, context -> context.found(nanos.of(context)));
        bindings.value(name + ".s", context -> context.found(nanos.of(context) / NANOS));
        bindings.value(name + ".ns", context -> context.found(nanos.of(context) % NANOS));
    }

    private static long timestamp(EventContext context) {
        return context.event().timestamp();
    }

    private static long latency(EventContext context) {
        return context.machine().latency();
    }

    /** The time since the event before, the same for every reader of one event. */
    private static long delta(EventContext context, Object owner) {
        long[] seen = context.counters(owner);
        long now = timestamp(context);
        if (seen[1] != now) {
            seen[0] = seen[1] == 0 ? 0 : now - seen[1];
            seen[1] = now;
        }
        return seen[0];
    }

    private static long quantized(long latency) {
        double power = Math.min(Math.log10((double) latency), QUANTIZED_MAX_POWER);
        return (long) (power * QUANTIZED_INTERVAL) + 1;
    }

    private static String human(long nanos) {
        String[] units = {"ns", "us", "ms", "s"};
        double value = (double) nanos;
        int unit = 0;
        while (unit < units.length - 1 && value >= 1000) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? nanos + units[0] : String.format(Locale.ROOT, "%.2f%s", value, units[unit]);
    }
}
