// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.ThreadInfo;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code fd.*} about addresses and ports. The source of a connection is its client, the destination its
 * server.
 */
final class AddressFields {
    /** An end of a socket. */
    private enum End {
        SOURCE,
        DESTINATION
    }

    private AddressFields() {}

    static void addTo(Bindings bindings) {
        add(bindings, 'c', AddressFields::client, AddressFields::client);
        add(bindings, 's', AddressFields::serverAddress, AddressFields::serverPort);
        add(bindings, 'l', AddressFields::local, AddressFields::local);
        add(bindings, 'r', AddressFields::remote, AddressFields::remote);
        Loader exists = context -> FdFields.info(context) != null;
        bindings.quantified("fd.ip", Quantifier.EITHER_END, exists, new Ends(AddressFields::loadAddress));
        bindings.quantified("fd.net", Quantifier.EITHER_END, exists, new Ends(AddressFields::loadAddress));
        bindings.quantified("fd.port", Quantifier.EITHER_END, exists, new Ends(AddressFields::loadPort));
        bindings.quantified("fd.proto", Quantifier.EITHER_END, exists, new Ends(AddressFields::loadPort));
        bindings.value("fd.is_server", context -> {
            FdInfo fd = FdFields.info(context);
            return fd != null && context.found(isServer(context, fd));
        });
    }

    private static void add(
            Bindings bindings,
            char letter,
            BiFunction<EventContext, FdInfo, @Nullable End> address,
            BiFunction<EventContext, FdInfo, @Nullable End> port) {
        Loader addressLoader = loader(address, AddressFields::loadAddress);
        Loader portLoader = loader(port, AddressFields::loadPort);
        bindings.value("fd." + letter + "ip", addressLoader);
        bindings.value("fd." + letter + "net", addressLoader);
        bindings.value("fd." + letter + "port", portLoader);
        bindings.text("fd." + letter + "proto", context -> {
            FdInfo fd = FdFields.info(context);
            boolean nameless = fd != null
                    && (letter == 's' && fd.type().isIpServer()
                            || letter == 'c'
                                    && FdFields.hasRole(fd)
                                    && !fd.type().isIpSocket());
            if (nameless) {
                return "";
            }
            return portLoader.load(context) ? NumberText.decimal(context.number()) : null;
        });
        Names names = new Names(addressLoader);
        bindings.quantified(
                "fd." + letter + "ip.name",
                Quantifier.ANY_NAME,
                context -> names.count(context) > 0 && names.load(context, 0),
                names);
    }

    private static Loader loader(BiFunction<EventContext, FdInfo, @Nullable End> choice, OfEnd part) {
        return context -> {
            FdInfo fd = FdFields.info(context);
            End end = fd == null ? null : choice.apply(context, fd);
            return fd != null && end != null && part.load(context, fd, end);
        };
    }

    private static @Nullable End client(EventContext context, FdInfo fd) {
        return fd.type().isIpSocket() && FdFields.hasRole(fd) ? End.SOURCE : null;
    }

    private static @Nullable End serverAddress(EventContext context, FdInfo fd) {
        return FdFields.hasRole(fd) ? serverPort(context, fd) : null;
    }

    private static @Nullable End serverPort(EventContext context, FdInfo fd) {
        return fd.type().isIpServer() || fd.type().isIpSocket() && FdFields.hasRole(fd) ? End.DESTINATION : null;
    }

    private static @Nullable End local(EventContext context, FdInfo fd) {
        if (!fd.type().isIpSocket() || !FdFields.hasRole(fd)) {
            return null;
        }
        boolean source = isLocal(context, fd, fd.sourceHigh(), fd.sourceLow());
        return source ? End.SOURCE : End.DESTINATION;
    }

    private static @Nullable End remote(EventContext context, FdInfo fd) {
        End local = local(context, fd);
        return local == null ? null : local == End.SOURCE ? End.DESTINATION : End.SOURCE;
    }

    private static boolean isServer(EventContext context, FdInfo fd) {
        return fd.type().isIpServer()
                || fd.type().isIpSocket() && isLocal(context, fd, fd.destinationHigh(), fd.destinationLow());
    }

    private static boolean isLocal(EventContext context, FdInfo fd, long high, long low) {
        ThreadInfo thread = context.thread();
        return context.machine().isLocal(thread, fd.isIpv6(), high, low);
    }

    private static boolean loadAddress(EventContext context, FdInfo fd, End end) {
        int family = fd.isIpv6() ? 6 : 4;
        return end == End.SOURCE
                ? context.foundAddress(family, fd.sourceHigh(), fd.sourceLow())
                : context.foundAddress(family, fd.destinationHigh(), fd.destinationLow());
    }

    private static boolean loadPort(EventContext context, FdInfo fd, End end) {
        return context.found((long) (end == End.SOURCE ? fd.sourcePort() : fd.destinationPort()));
    }

    /** Loads a property of an end. */
    @FunctionalInterface
    private interface OfEnd {
        boolean load(EventContext context, FdInfo fd, End end);
    }

    /** Both ends of a connection, or the only end of a listening socket. */
    private record Ends(OfEnd part) implements Values {
        @Override
        public int count(EventContext context) {
            FdInfo fd = FdFields.info(context);
            return fd == null ? 0 : fd.type().isIpSocket() ? 2 : fd.type().isIpServer() ? 1 : 0;
        }

        @Override
        public boolean load(EventContext context, int index) {
            FdInfo fd = FdFields.info(context);
            return fd != null
                    && part.load(context, fd, index == 0 && fd.type().isIpSocket() ? End.SOURCE : End.DESTINATION);
        }
    }

    /** The names of an address. */
    private record Names(Loader address) implements Values {
        @Override
        public int count(EventContext context) {
            return names(context).size();
        }

        @Override
        public boolean load(EventContext context, int index) {
            return context.found(names(context).get(index));
        }

        private List<String> names(EventContext context) {
            return address.load(context)
                    ? context.hostNames().of(context.addressFamily(), context.addressHigh(), context.addressLow())
                    : List.of();
        }
    }
}
