// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives the classes of a jar that are compiled for Java 5 the frames of newer ones. The JVM keeps no class without frames for later
 * starts, and verifies it slowly at each.
 */
final class FramedJar {
    private static final int FIRST_WITH_FRAMES = Opcodes.V1_7;

    private FramedJar() {}

    /**
     * Called by {@code bin/package}.
     *
     * @param arguments the jar, which is replaced
     */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path framed = jar.resolveSibling(jar.getFileName() + ".part");
        try (JarFile in = new JarFile(jar.toFile());
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(framed))) {
            for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream content = in.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    boolean isClass = entry.getName().endsWith(".class")
                            && !entry.getName().endsWith("module-info.class");
                    out.write(isClass ? framed(bytes, classes) : bytes);
                }
                out.closeEntry();
            }
        }
        Files.move(framed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A class with frames. One that has them is as it was. */
    static byte[] framed(byte[] bytes, ClassLoader classes) {
        ClassReader reader = new ClassReader(bytes);
        if (reader.readUnsignedShort(6) >= FIRST_WITH_FRAMES) {
            return bytes;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes;
            }
        };
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version,
                            int access,
                            String name,
                            String signature,
                            String superName,
                            String[] interfaces) {
                        super.visit(FIRST_WITH_FRAMES, access, name, signature, superName, interfaces);
                    }
                },
                ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
