// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The host in alerts, as Falco finds it: the first of two variables of the environment, or else the machine's name. */
final class HostName {
    private static final List<String> VARIABLES = List.of("FALCO_HOSTNAME", "FALCO_GRPC_HOSTNAME");
    private static final Path OF_MACHINE = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name that the environment gives. */
    static Optional<String> given(Function<String, @Nullable String> environment) {
        return VARIABLES.stream()
                .flatMap(variable -> Optional.ofNullable(environment.apply(variable)).stream())
                .findFirst();
    }

    /**
     * The machine's name.
     *
     * @throws IOException if it can't be found out
     */
    static String ofMachine() throws IOException {
        // a machine's resolver need not know its own name
        return Files.isReadable(OF_MACHINE)
                ? Files.readString(OF_MACHINE).strip()
                : InetAddress.getLocalHost().getHostName();
    }
}
