// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** Makes what volumes need beyond plain files: file systems in memory and the decoy host. */
interface VolumeMounts {

    /** What to make of a path that is not there, in the order of the shim's enum bound_creation. */
    enum Creation {
        NONE,
        FOLDER,
        FILE
    }

    /**
     * A new file system in memory.
     *
     * @param volume its name in the pod
     * @return where the runtime finds it
     */
    Path inMemory(String volume, long bytes) throws IOException;

    /** Keeps a folder of files as it is: what a container that makes it writable writes goes elsewhere, and has a bound. */
    void keep(Path folder) throws IOException;

    /**
     * A path of the pod's decoy host.
     *
     * @param path absolute and normal
     * @return where the runtime finds it
     */
    Path onDecoyHost(Path path, Creation creation) throws IOException;
}
