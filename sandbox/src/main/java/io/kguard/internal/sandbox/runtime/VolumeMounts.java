// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** Creates what volumes need except plain files: file systems in memory and the decoy host. */
interface VolumeMounts {

    /** What to create at a path that does not exist, in the order of the shim's enum bound_creation. */
    enum Creation {
        NONE,
        FOLDER,
        FILE
    }

    /**
     * Creates a file system in memory.
     *
     * @param volume its name in the pod
     * @return its path for the runtime
     */
    Path inMemory(String volume, long bytes) throws IOException;

    /**
     * Protects a folder of files: if a container makes it writable, its writes go to a bounded file system elsewhere.
     */
    void keep(Path folder) throws IOException;

    /**
     * A path of the pod's decoy host.
     *
     * @param path absolute and normalized
     * @return its path for the runtime
     */
    Path onDecoyHost(Path path, Creation creation) throws IOException;
}
