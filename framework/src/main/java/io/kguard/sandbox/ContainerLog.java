// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.InputStream;
import org.apiguardian.api.API;

/** The output of a container's first process: the last part of it, as much as {@link Limits#outputBytes()} says. */
@API(status = API.Status.INTERNAL)
public interface ContainerLog {

    /** What has been written so far, as far as it is kept. */
    byte[] bytes();

    /** How many bytes were dropped at the front because the log is bounded. */
    long bytesDropped();

    /** What is kept, then what comes, until the container's first process is over. */
    InputStream follow();
}
