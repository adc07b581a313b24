// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Takes from a class what only debuggers and stack traces read: the names of local variables, and numbers of lines. */
final class LeanClass {
    private LeanClass() {}

    static byte[] of(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new Lean(super.visitMethod(access, name, descriptor, signature, exceptions));
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    /** The names of parameters, which reflection tells, stay. */
    private static final class Lean extends MethodVisitor {
        Lean(MethodVisitor of) {
            super(Opcodes.ASM9, of);
        }

        @Override
        public void visitLocalVariable(
                String name, String descriptor, String signature, Label start, Label end, int index) {
            // left out
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            // left out
        }
    }
}
