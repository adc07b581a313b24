// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.SandboxException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Strings in a frame to a shim, in the format of {@code texts.h}, which keeps string boundaries unambiguous. */
final class ShimTexts {
    private ShimTexts() {}

    /**
     * Encodes strings as bytes.
     *
     * @throws SandboxException if a string contains a NUL, which would end it for a C program
     */
    public static byte[] encode(List<String> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new SandboxException(
                        SandboxException.Reason.BAD_REQUEST,
                        "\"" + text.replace("\0", "\\0") + "\" has a NUL in it, which no name, path or word may have");
            }
            byte[] bytes = text.getBytes(UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
            out.write(0);
        }
        return out.toByteArray();
    }
}
