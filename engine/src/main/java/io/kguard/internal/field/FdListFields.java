// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.IpText;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.ThreadInfo;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields {@code fdlist.*}: the descriptors of a poll. */
final class FdListFields {
    /** The size of a descriptor and its flags in an event, in bytes. */
    static final int ENTRY_SIZE = 10;

    private static final String MISSING = "<NA>";

    /** Formats a part of a descriptor; null if there is nothing to show. */
    @FunctionalInterface
    private interface Part {
        @Nullable
        String of(long number, @Nullable FdInfo info);
    }

    private FdListFields() {}

    static void addTo(Bindings bindings) {
        bindings.text("fdlist.nums", context -> joined(context, (number, info) -> NumberText.decimal(number)));
        bindings.text(
                "fdlist.names",
                context -> joined(
                        context, (number, info) -> info == null || info.name().isEmpty() ? MISSING : info.name()));
        ofEnd(
                bindings,
                "fdlist.cips",
                info -> isSocket(info) ? address(info, info.sourceHigh(), info.sourceLow()) : null);
        ofEnd(
                bindings,
                "fdlist.sips",
                info -> hasServer(info) ? address(info, info.destinationHigh(), info.destinationLow()) : null);
        ofEnd(bindings, "fdlist.cports", info -> isSocket(info) ? NumberText.decimal(info.sourcePort()) : null);
        ofEnd(bindings, "fdlist.sports", info -> isSocket(info) ? NumberText.decimal(info.destinationPort()) : null);
    }

    private static void ofEnd(Bindings bindings, String name, Function<FdInfo, @Nullable String> part) {
        bindings.text(name, context -> joined(context, (number, info) -> info == null ? null : part.apply(info)));
    }

    private static boolean isSocket(FdInfo info) {
        return info.type().isIpSocket();
    }

    private static boolean hasServer(FdInfo info) {
        return info.type().isIpSocket() || info.type().isIpServer();
    }

    private static String address(FdInfo info, long high, long low) {
        return IpText.of(info.isIpv6(), high, low);
    }

    private static @Nullable String joined(EventContext context, Part part) {
        Event event = context.event();
        int index = index(event.code());
        ThreadInfo thread = context.thread();
        if (index < 0 || thread == null || event.valueLength(index) < 2) {
            return null;
        }
        int offset = event.valueOffset(index);
        int count = Math.min(event.buffer().getShort(offset) & 0xffff, (event.valueLength(index) - 2) / ENTRY_SIZE);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            long number = event.buffer().getLong(offset + 2 + ENTRY_SIZE * i);
            String text = part.of(number, thread.fd(number));
            if (text != null) {
                out.append(out.length() == 0 ? "" : ",").append(text);
            }
        }
        return out.length() == 0 ? null : out.toString();
    }

    private static int index(int code) {
        return switch (code) {
            case EventCodes.POLL_E, EventCodes.PPOLL_E -> 0;
            case EventCodes.POLL_X, EventCodes.PPOLL_X -> 1;
            default -> -1;
        };
    }
}
