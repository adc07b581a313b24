// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventFlag;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.machine.FdInfo;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The content of a write to the system log: {@code <PRI>text}. */
final class Syslog {
    private static final String SOCKET = "/dev/log";
    private static final int MAX_DIGITS = 4;
    private static final String[] SEVERITIES = "emerg alert crit err warn notice info debug".split(" ");
    private static final String[] FACILITIES = ("kern user mail daemon auth syslog lpr news uucp clock authpriv ftp ntp"
                    + " logaudit logalert cron local0 local1 local2 local3 local4 local5 local6 local7")
            .split(" ");

    /** A line of the log. */
    private record Line(int priority, String message) {
        int severity() {
            return priority & 7;
        }

        int facility() {
            return priority >> 3;
        }

        String severityName() {
            return SEVERITIES[severity()];
        }

        String facilityName() {
            return facility() < FACILITIES.length ? FACILITIES[facility()] : "<NA>";
        }
    }

    private Syslog() {}

    static void addTo(Bindings bindings) {
        EventParams data = EventParams.of(bindings.version(), "data");
        if (bindings.version().atLeast(FalcoVersion.V0_41)) {
            bindings.text("evt.info", EventContext::arguments);
            return;
        }
        bindings.text("evt.info", context -> {
            Line line = line(context, data);
            return line == null ? context.arguments() : "syslog sev=" + line.severityName() + " msg=" + line.message();
        });
        text(bindings, data, "syslog.facility.str", Line::facilityName);
        text(bindings, data, "syslog.severity.str", Line::severityName);
        text(bindings, data, "syslog.message", Line::message);
        number(bindings, data, "syslog.facility", Line::facility);
        number(bindings, data, "syslog.severity", Line::severity);
    }

    private static void text(Bindings bindings, EventParams data, String name, Function<Line, String> part) {
        bindings.text(name, context -> {
            Line line = line(context, data);
            return line == null ? null : part.apply(line);
        });
    }

    private static void number(Bindings bindings, EventParams data, String name, ToLongFunction<Line> part) {
        bindings.value(name, context -> {
            Line line = line(context, data);
            return line != null && context.found(part.applyAsLong(line));
        });
    }

    static boolean isWrittenBy(EventContext context) {
        FdInfo fd = context.fd();
        return fd != null
                && context.event().type().has(EventFlag.WRITES_TO_FD)
                && fd.name().contains(SOCKET);
    }

    private static @Nullable Line line(EventContext context, EventParams data) {
        Event event = context.event();
        int index = data.in(event);
        if (index < 0 || !isWrittenBy(context) || !EventFields.returns(event) || EventFields.returned(event) < 0) {
            return null;
        }
        String bytes = event.bytes(index);
        int end = bytes.indexOf('>');
        if (end < 2 || end > MAX_DIGITS || bytes.charAt(0) != '<') {
            return null;
        }
        int priority = 0;
        for (int i = 1; i < end; i++) {
            int digit = bytes.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            priority = priority * 10 + digit;
        }
        int nul = bytes.indexOf(0, end);
        return new Line(priority, bytes.substring(end + 1, nul < 0 ? bytes.length() : nul));
    }
}
