// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.IOException;
import org.apiguardian.api.API;

/** A capture can't be read any further. What was read before is valid. */
@API(status = API.Status.INTERNAL)
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long offset;

    /**
     * Names a position in a capture and what is wrong there.
     *
     * @param name the capture, usually its file
     * @param offset the offset in the (uncompressed) capture, in bytes
     * @param what what is wrong
     */
    public CaptureException(String name, long offset, String what) {
        super(name + ", byte " + offset + ": " + what);
        this.what = what;
        this.offset = offset;
    }

    /** The offset in the uncompressed capture at which it can't be read, in bytes. */
    public long offset() {
        return offset;
    }

    /** What is wrong, without the position. */
    public String what() {
        return what;
    }
}
