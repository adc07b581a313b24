// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A copy of runc in memory that nothing can change, so that runc makes none for each process that it starts; see
 * {@code sealed.h}. A process holds it. There is none of a runc that is a script.
 */
final class SealedRunc implements AutoCloseable {
    /** The descriptor of the copy, as {@code sealed.c} has it. */
    private static final int DESCRIPTOR = 9;

    private final @Nullable Shim holder;
    private final String name;

    private SealedRunc(@Nullable Shim holder, String name) {
        this.holder = holder;
        this.name = name;
    }

    static SealedRunc of(Runc runc, Path shim) throws IOException {
        Optional<Path> binary = runc.binary();
        if (binary.isEmpty()) {
            return new SealedRunc(null, "");
        }
        List<String> arguments = List.of("seal", binary.get().toString());
        return new SealedRunc(
                Shim.start(shim, arguments, new byte[0]).awaitReady(),
                binary.get().getFileName().toString());
    }

    /** The arguments that make a shim on this node execute the copy in place of runc, as a process of the same name. */
    List<String> arguments(Node node) {
        if (holder == null) {
            return List.of();
        }
        Path link = node.work(node.folder(), "sealed").resolve(name);
        return List.of("-sealed", "/proc/" + holder.pid() + "/fd/" + DESCRIPTOR, "-sealed-as", link.toString());
    }

    @Override
    public void close() {
        if (holder != null) {
            holder.close();
        }
    }
}
