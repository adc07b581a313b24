// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.cri;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A message of the CRI, written field by field. As in proto3, a field with its default value is left out. */
final class CriMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Writes a field. It never fails: the bytes are kept in memory. */
    private interface Field {
        void write() throws IOException;
    }

    CriMessage text(int number, String value) {
        return value.isEmpty() ? this : add(() -> out.writeString(number, value));
    }

    CriMessage number(int number, long value) {
        return value == 0 ? this : add(() -> out.writeInt64(number, value));
    }

    CriMessage flag(int number, boolean value) {
        return number(number, value ? 1 : 0);
    }

    /** A message within this one. It is written even if it is empty: that it is there says something. */
    CriMessage message(int number, CriMessage value) {
        return add(() -> out.writeByteArray(number, value.toBytes()));
    }

    CriMessage texts(int number, Map<String, String> entries) {
        entries.forEach(
                (key, value) -> message(number, new CriMessage().text(1, key).text(2, value)));
        return this;
    }

    byte[] toBytes() {
        add(out::flush);
        return bytes.toByteArray();
    }

    private CriMessage add(Field field) {
        try {
            field.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
