// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.IOException;
import org.apiguardian.api.API;

/** A capture that cannot be read on. What was read before is as good as if the capture had ended there. */
@API(status = API.Status.EXPERIMENTAL)
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long offset;

    /**
     * Names a place in a capture and what is wrong there.
     *
     * @param name the capture, usually its file
     * @param offset the byte of the (uncompressed) capture at which it cannot be read on
     * @param what what is wrong
     */
    public CaptureException(String name, long offset, String what) {
        super(name + ", byte " + offset + ": " + what);
        this.what = what;
        this.offset = offset;
    }

    /** The byte of the uncompressed capture at which it cannot be read on. */
    public long offset() {
        return offset;
    }

    /** What is wrong, without the place. */
    public String what() {
        return what;
    }
}
