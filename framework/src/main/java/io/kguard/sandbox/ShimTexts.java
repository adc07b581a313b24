// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Texts in a frame to a shim, as {@code texts.h} has them: none can be taken for two, or two for one. */
final class ShimTexts {
    private ShimTexts() {}

    /**
     * The texts as bytes.
     *
     * @throws SandboxException if one has a NUL in it, where a C program would see its end
     */
    static byte[] encode(List<String> texts) {
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
