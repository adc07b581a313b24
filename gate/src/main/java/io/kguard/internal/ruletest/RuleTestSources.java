// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Compares the sources of rule tests with their classes. A source that is not compiled would not run, and a stale class
 * must not run.
 */
public final class RuleTestSources {
    private static final String MARK = "RuleTest";
    private static final List<String> LANGUAGES = List.of(".java", ".kt", ".groovy", ".scala");

    private RuleTestSources() {}

    /**
     * The sources of rule tests whose classes are missing or older than they are.
     *
     * @param sources folders of sources; those that do not exist are ignored
     * @param classes the folder of their classes
     * @throws IOException if something can't be read
     */
    public static List<Path> notCompiled(List<Path> sources, Path classes) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : sources) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted().toList()) {
                        if (isRuleTest(file)) {
                            found.add(file);
                        }
                    }
                }
            }
        }
        if (found.isEmpty()) {
            return found;
        }
        Map<String, FileTime> compiled = compiled(classes);
        List<Path> behind = new ArrayList<>();
        for (Path file : found) {
            FileTime time = compiled.get(String.valueOf(file.getFileName()));
            if (time == null || time.compareTo(Files.getLastModifiedTime(file)) < 0) {
                behind.add(file);
            }
        }
        return behind;
    }

    private static boolean isRuleTest(Path file) throws IOException {
        return LANGUAGES.stream().anyMatch(file.toString()::endsWith)
                && Files.isRegularFile(file)
                && new String(FileToRead.bytes(file), UTF_8).contains(MARK);
    }

    /** The time of the last compilation of each source, by file name. */
    private static Map<String, FileTime> compiled(Path classes) throws IOException {
        Map<String, FileTime> times = new HashMap<>();
        if (!Files.isDirectory(classes)) {
            return times;
        }
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                times.merge(
                        sourceOf(file),
                        Files.getLastModifiedTime(file),
                        (one, other) -> one.compareTo(other) < 0 ? other : one);
            }
        }
        return times;
    }

    /** The source file of a class: the name in its class file, or else derived from the class's name. */
    private static String sourceOf(Path file) throws IOException {
        String[] source = {String.valueOf(file.getFileName()).replaceFirst("(\\$.*)?\\.class$", ".java")};
        try {
            new ClassReader(FileToRead.bytes(file))
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public void visitSource(@Nullable String name, @Nullable String debug) {
                                    if (name != null) {
                                        source[0] = name;
                                    }
                                }
                            },
                            ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("the class file " + file + " can't be read: " + e.getMessage(), e);
        }
        return source[0];
    }
}
