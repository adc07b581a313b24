// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import java.io.InputStream;

/** The output of a container's first process: the last {@link Limits#outputBytes()} of it. */
public interface ContainerLog {

    /** The part that is kept of the output so far. */
    byte[] bytes();

    /** How many bytes were dropped from the start because the log is bounded. */
    long bytesDropped();

    /** The part that is kept, followed by new output until the container's first process ends. */
    InputStream follow();
}
