// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.cri;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Reads what a request of the CRI asks for. */
final class CriRequest {
    private static final int ID = 1;

    private CriRequest() {}

    /**
     * The first field of a message, if it is a text: an id.
     *
     * @throws IOException if these bytes are no message
     */
    static String id(byte[] message) throws IOException {
        return new String(field(message, ID), UTF_8);
    }

    /**
     * The bytes of a field; empty if it is not there.
     *
     * @throws IOException if these bytes are no message
     */
    static byte[] field(byte[] message, int number) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        byte[] found = new byte[0];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean wanted = WireFormat.getTagFieldNumber(tag) == number
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (wanted) {
                found = in.readByteArray();
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }
}
