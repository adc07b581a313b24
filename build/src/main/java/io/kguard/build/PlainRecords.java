// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes into records the code of {@code equals} and {@code hashCode}, which the compiler leaves to the JVM. The JVM makes it of method
 * handles when it is first called, keeps nothing of it, and so does it again at each start. The results are the same.
 */
final class PlainRecords {
    private static final String RECORD = "java/lang/Record";
    private static final String MAKER = "java/lang/runtime/ObjectMethods";

    /** The classes that hash primitive types. */
    private static final Map<String, String> BOXES = Map.of(
            "Z", "java/lang/Boolean",
            "B", "java/lang/Byte",
            "C", "java/lang/Character",
            "S", "java/lang/Short",
            "I", "java/lang/Integer",
            "J", "java/lang/Long",
            "F", "java/lang/Float",
            "D", "java/lang/Double");

    private PlainRecords() {}

    /** A class, with that code if it is a record. */
    static byte[] of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        if (!RECORD.equals(reader.getSuperName())) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Plain(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** Puts the code where the JVM would be asked for it. What it would be given, the stack has. */
    private static final class Plain extends MethodVisitor {
        Plain(MethodVisitor of) {
            super(Opcodes.ASM9, of);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            boolean ofRecord = bootstrap.getOwner().equals(MAKER);
            if (ofRecord && name.equals("hashCode")) {
                visitInsn(Opcodes.POP);
                hashCode(arguments);
            } else if (ofRecord && name.equals("equals")) {
                visitInsn(Opcodes.POP2);
                equals(((Type) arguments[0]).getInternalName(), arguments);
            } else {
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            }
        }

        /** The components begin at the third argument: the class and the names are before. */
        private void hashCode(Object... arguments) {
            visitInsn(Opcodes.ICONST_0);
            for (int i = 2; i < arguments.length; i++) {
                Handle component = (Handle) arguments[i];
                visitIntInsn(Opcodes.BIPUSH, 31);
                visitInsn(Opcodes.IMUL);
                get(0, component);
                String type = component.getDesc();
                if (BOXES.containsKey(type)) {
                    call(BOXES.get(type), "hashCode", "(" + type + ")I");
                } else {
                    call("java/util/Objects", "hashCode", "(Ljava/lang/Object;)I");
                }
                visitInsn(Opcodes.IADD);
            }
        }

        private void equals(String type, Object... arguments) {
            Label different = new Label();
            Label end = new Label();
            visitVarInsn(Opcodes.ALOAD, 1);
            visitTypeInsn(Opcodes.INSTANCEOF, type);
            visitJumpInsn(Opcodes.IFEQ, different);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitTypeInsn(Opcodes.CHECKCAST, type);
            visitVarInsn(Opcodes.ASTORE, 2);
            for (int i = 2; i < arguments.length; i++) {
                Handle component = (Handle) arguments[i];
                get(0, component);
                get(2, component);
                jumpIfDifferent(component.getDesc(), different);
            }
            visitInsn(Opcodes.ICONST_1);
            visitJumpInsn(Opcodes.GOTO, end);
            visitLabel(different);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            visitInsn(Opcodes.ICONST_0);
            visitLabel(end);
            visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {Opcodes.INTEGER});
        }

        private void jumpIfDifferent(String type, Label different) {
            switch (type) {
                case "Z", "B", "C", "S", "I" -> visitJumpInsn(Opcodes.IF_ICMPNE, different);
                case "J", "F", "D" -> {
                    call(Objects.requireNonNull(BOXES.get(type)), "compare", "(" + type + type + ")I");
                    visitJumpInsn(Opcodes.IFNE, different);
                }
                default -> {
                    call("java/util/Objects", "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z");
                    visitJumpInsn(Opcodes.IFEQ, different);
                }
            }
        }

        private void get(int variable, Handle component) {
            visitVarInsn(Opcodes.ALOAD, variable);
            visitFieldInsn(Opcodes.GETFIELD, component.getOwner(), component.getName(), component.getDesc());
        }

        private void call(String owner, String name, String descriptor) {
            visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
        }
    }
}
