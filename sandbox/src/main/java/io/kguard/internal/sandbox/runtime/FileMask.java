// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mask of the modes of new files, which this JVM inherited. Files of images and cgroups are made with it. With another
 * mask than that of a service, containers would see other modes than on a node, or nothing at all.
 */
final class FileMask {
    private static final String KEY = "Umask:";
    private static final String OF_SERVICES = "0022";

    private FileMask() {}

    /**
     * Checks the mask.
     *
     * @throws SandboxException if it is another one; it says what to do
     */
    static void require() {
        try {
            require(Files.readString(Path.of("/proc/self/status")));
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED, "/proc/self/status can't be read: " + FileFault.reason(e), e);
        }
    }

    static void require(String status) {
        String mask = status.lines()
                .filter(line -> line.startsWith(KEY))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElse(OF_SERVICES); // Linux tells it since 4.7
        if (!mask.equals(OF_SERVICES)) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    "the mask of new files is " + mask
                            + ", and files of images would have other modes than on a node. Run"
                            + " \"umask 022\" in the shell that starts this build");
        }
    }
}
