// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The JVM keeps classes with frames for later starts. */
class FramedJarTest {
    private static final int VERSION_AT = 4;
    private static final int JAVA_7 = 51;

    @TempDir
    private Path folder;

    private Path framed() throws Exception {
        URI place = CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Path jar = Files.copy(Path.of(place), folder.resolve("picocli.jar"));
        FramedJar.main(new String[] {jar.toString()});
        return jar;
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Each is linked, so the JVM verifies it by its new frames. */
    @Test
    void everyClassOfThePicocliIsVerifiedByItsFrames() throws Exception {
        Path jar = framed();
        int classes = 0;
        try (JarFile file = new JarFile(jar.toFile());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
                    assertThat(ByteBuffer.wrap(bytes(file, entry)).getInt(VERSION_AT) & 0xffff)
                            .as(name)
                            .isGreaterThanOrEqualTo(JAVA_7);
                    if (!name.contains("groovy")) {
                        Class.forName(name.replace(".class", "").replace('/', '.'), true, loader);
                    }
                    classes++;
                }
            }
        }
        assertThat(classes).isGreaterThan(100);
    }

    @Test
    void aClassWithFramesStaysAsItIs() throws IOException {
        try (InputStream in = FramedJarTest.class.getResourceAsStream("FramedJarTest.class")) {
            byte[] own = in.readAllBytes();
            assertThat(FramedJar.framed(own, FramedJarTest.class.getClassLoader()))
                    .isSameAs(own);
        }
    }
}
