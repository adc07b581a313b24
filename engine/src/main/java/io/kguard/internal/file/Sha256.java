// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that identifies images, layers and folders of the cache. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of bytes, as 64 hexadecimal digits. */
    public static String of(byte[] content) {
        return hex(start().digest(content));
    }

    /** Begins a digest. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** A digest in hexadecimal. */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
