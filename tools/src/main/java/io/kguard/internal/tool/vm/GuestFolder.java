// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sensor.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of a guest's disks. It goes with the guest, also when the JVM is told to end: they are large. */
final class GuestFolder implements AutoCloseable {
    private final TemporaryFolder folder;
    private final Thread end = new Thread(this::remove, "kguard-vm-remove");

    private GuestFolder(TemporaryFolder folder) {
        this.folder = folder;
    }

    static GuestFolder create() throws IOException {
        GuestFolder created =
                new GuestFolder(TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir")), Guest.FOLDER));
        try {
            Runtime.getRuntime().addShutdownHook(created.end);
        } catch (IllegalStateException e) {
            created.folder.close();
            throw new GuestException("kguard was told to end");
        }
        return created;
    }

    Path path() {
        return folder.path();
    }

    private void remove() {
        try {
            folder.close();
        } catch (IOException e) {
            System.getLogger(GuestFolder.class.getName())
                    .log(System.Logger.Level.WARNING, FileFault.of(e)); // a later JVM removes what is left
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            return; // the JVM is ending, and removes it
        }
        folder.close();
    }
}
