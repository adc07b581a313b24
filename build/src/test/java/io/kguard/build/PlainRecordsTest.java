// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The code that replaces what the JVM makes gives the same results. */
class PlainRecordsTest {
    /** A component of each type. */
    public record AllTypes(
            boolean flag, byte small, short number, long wide, float real, double exact, Object[] values) {}

    public record Texts(
            @Nullable String first, char letter, @Nullable Integer second) {}

    public record Nothing() {}

    public record OwnHash(String name) {
        @Override
        public int hashCode() {
            return 7;
        }
    }

    private static final Object[] VALUES = {"x"};

    private static final List<Object> RECORDS = List.of(
            new AllTypes(true, (byte) 1, (short) 2, 3, 0.5f, 0.25, VALUES),
            new AllTypes(false, (byte) 1, (short) 2, 3, 0.5f, 0.25, VALUES),
            new AllTypes(true, (byte) -1, (short) 2, 3, 0.5f, 0.25, VALUES),
            new AllTypes(true, (byte) 1, (short) -2, 3, 0.5f, 0.25, VALUES),
            new AllTypes(true, (byte) 1, (short) 2, 3L << 32, 0.5f, 0.25, VALUES),
            new AllTypes(true, (byte) 1, (short) 2, 3, Float.NaN, 0.25, VALUES),
            new AllTypes(true, (byte) 1, (short) 2, 3, -0.0f, Double.NaN, VALUES),
            new AllTypes(true, (byte) 1, (short) 2, 3, 0.0f, -0.0, VALUES),
            new AllTypes(true, (byte) 1, (short) 2, 3, 0.0f, 0.0, new Object[] {"x"}),
            new Texts("a", 'b', 3),
            new Texts(null, 'b', 3),
            new Texts("a", 'c', null),
            new Texts(null, '\0', null),
            new Nothing(),
            new OwnHash("a"),
            new OwnHash("b"));

    @Test
    void recordsAreEqualAndHaveHashCodesAsBefore() throws Exception {
        List<Object> same = copies(new Rewritten());
        List<Object> others = copies(same.get(0).getClass().getClassLoader());
        for (int i = 0; i < RECORDS.size(); i++) {
            assertThat(same.get(i).getClass()).isNotEqualTo(RECORDS.get(i).getClass());
            assertThat(same.get(i).hashCode())
                    .as("%s", same.get(i))
                    .isEqualTo(RECORDS.get(i).hashCode());
            assertThat(same.get(i).equals(RECORDS.get(i)))
                    .as("of another class")
                    .isFalse();
            assertThat(same.get(i).equals(null)).isFalse();
            for (int j = 0; j < RECORDS.size(); j++) {
                assertThat(same.get(i).equals(others.get(j)))
                        .as("%s and %s", same.get(i), others.get(j))
                        .isEqualTo(RECORDS.get(i).equals(RECORDS.get(j)));
            }
        }
    }

    @Test
    void theJvmIsAskedForTextsAlone() throws IOException {
        List<String> asked = new ArrayList<>();
        new ClassReader(PlainRecords.of(file(AllTypes.class.getName())))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitInvokeDynamicInsn(
                                            String called, String type, Handle maker, Object... arguments) {
                                        asked.add(called);
                                    }
                                };
                            }
                        },
                        0);

        assertThat(asked).containsExactly("toString");
    }

    @Test
    void otherClassesStayAsTheyAre() throws IOException {
        byte[] file = file(PlainRecordsTest.class.getName());

        assertThat(PlainRecords.of(file)).isSameAs(file);
    }

    /** The same records, of the classes of this loader. */
    private static List<Object> copies(ClassLoader classes) throws ReflectiveOperationException {
        List<Object> copies = new ArrayList<>();
        for (Object one : RECORDS) {
            Class<?> type = classes.loadClass(one.getClass().getName());
            List<Object> values = new ArrayList<>();
            for (var component : one.getClass().getRecordComponents()) {
                values.add(component.getAccessor().invoke(one));
            }
            copies.add(type.getDeclaredConstructors()[0].newInstance(values.toArray()));
        }
        return copies;
    }

    private static byte[] file(String type) throws IOException {
        try (InputStream in =
                PlainRecordsTest.class.getClassLoader().getResourceAsStream(type.replace('.', '/') + ".class")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** Loads the records of this test rewritten. */
    private static final class Rewritten extends ClassLoader {
        Rewritten() {
            super(PlainRecordsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PlainRecordsTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try {
                byte[] plain = PlainRecords.of(file(name));
                return defineClass(name, plain, 0, plain.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
