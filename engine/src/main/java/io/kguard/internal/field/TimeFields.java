// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventFlag;
import io.kguard.event.FalcoVersion;
import java.util.function.ToLongFunction;

/** The fields {@code evt.*} about time. */
final class TimeFields {
    private static final long NANOS = 1_000_000_000L;
    private static final long NANOS_OF_MILLI = 1_000_000L;
    private static final long NANOS_OF_MICRO = 1000L;
    private static final double HIGHEST_POWER = 11;

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
        parts(bindings, "evt.deltatime", new ToLongFunction<>() {
            @Override
            public long applyAsLong(EventContext context) {
                return delta(context, this);
            }
        });
        if (bindings.version().atLeast(FalcoVersion.V0_43)) {
            withoutLatency(bindings);
        } else {
            withLatency(bindings);
        }
    }

    /** Falco keeps the fields so that rules load, and answers 0. */
    private static void withoutLatency(Bindings bindings) {
        parts(bindings, "evt.latency", context -> 0);
        bindings.value("evt.wait_latency", context -> context.found(0));
        bindings.value("evt.latency.quantized", context -> context.found(0));
        bindings.text("evt.latency.human", context -> human(0));
    }

    private static void withLatency(Bindings bindings) {
        parts(bindings, "evt.latency", TimeFields::latency);
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

    private static void parts(Bindings bindings, String name, ToLongFunction<EventContext> nanos) {
        bindings.value(name, context -> context.found(nanos.applyAsLong(context)));
        bindings.value(name + ".s", context -> context.found(nanos.applyAsLong(context) / NANOS));
        bindings.value(name + ".ns", context -> context.found(nanos.applyAsLong(context) % NANOS));
    }

    private static long timestamp(EventContext context) {
        return context.event().timestamp();
    }

    private static long latency(EventContext context) {
        return context.machine().latency();
    }

    /** The time since the previous event, equal for all readers of one event. */
    private static long delta(EventContext context, Object owner) {
        long[] seen = context.counters(owner);
        long now = timestamp(context);
        if (seen[2] != context.event().view()) {
            seen[0] = seen[1] == 0 ? 0 : now - seen[1];
            seen[1] = now;
            seen[2] = context.event().view();
        }
        return seen[0];
    }

    /** Falco's scale has 11 powers of ten, of which its setting makes a single step. */
    private static long quantized(long latency) {
        return (long) (Math.min(Math.log10((double) latency), HIGHEST_POWER) / HIGHEST_POWER) + 1;
    }

    /** Two decimals if there are less than two digits before them, otherwise none; seconds always have them. */
    private static String human(long nanos) {
        if (nanos >= NANOS) {
            return withDecimals(nanos, NANOS, "s");
        }
        if (nanos >= 10 * NANOS_OF_MILLI) {
            return nanos / NANOS_OF_MILLI + "ms";
        }
        if (nanos >= NANOS_OF_MILLI) {
            return withDecimals(nanos, NANOS_OF_MILLI, "ms");
        }
        if (nanos >= 10 * NANOS_OF_MICRO) {
            return nanos / NANOS_OF_MICRO + "us";
        }
        return nanos >= NANOS_OF_MICRO ? withDecimals(nanos, NANOS_OF_MICRO, "us") : nanos + "ns";
    }

    private static String withDecimals(long nanos, long unit, String name) {
        long hundredths = nanos % unit / (unit / 100);
        return nanos / unit + (hundredths < 10 ? ".0" : ".") + hundredths + name;
    }
}
