// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Where the source of a type is. A module is the folder that has it. */
final class SourceFiles {
    private static final Path PROJECT = Path.of("..");
    private static final String SOURCES = "src/main/java";

    /** The module with what the build itself runs. No other module needs it: {@link ModulesTest}. */
    static final String OF_THE_BUILD = "build";

    private static final Map<String, Path> KNOWN = new ConcurrentHashMap<>();

    private SourceFiles() {}

    /** The name of the type at the top of its file. */
    static String top(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    /** The file of a type at the top of its file. */
    static Path file(String type) {
        return KNOWN.computeIfAbsent(type, SourceFiles::find);
    }

    /** The module of a type at the top of its file. */
    static String module(String type) {
        return PROJECT.relativize(file(type)).getName(0).toString();
    }

    /** How many lines the file of a type has. */
    static long lines(String type) {
        try (Stream<String> lines = Files.lines(file(type))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find(String type) {
        Path file = Path.of(SOURCES, type.replace('.', '/') + ".java");
        try (Stream<Path> folders = Files.list(PROJECT)) {
            List<Path> found = folders.map(folder -> folder.resolve(file))
                    .filter(Files::exists)
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError("the sources of " + type + ": " + found);
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of all sources of the product. */
    static String allText() throws IOException {
        StringBuilder text = new StringBuilder();
        texts().values().forEach(files -> files.forEach(text::append));
        return text.toString();
    }

    /** The texts of the sources of each module of the product. */
    static Map<String, List<String>> texts() throws IOException {
        Map<String, List<String>> texts = new TreeMap<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path module : modules.filter(folder -> Files.isDirectory(folder.resolve(SOURCES)))
                    .filter(folder -> !folder.endsWith(OF_THE_BUILD))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve(SOURCES))) {
                    List<String> of = new ArrayList<>();
                    for (Path file : files.filter(one -> one.toString().endsWith(".java"))
                            .toList()) {
                        of.add(Files.readString(file));
                    }
                    texts.put(PROJECT.relativize(module).toString(), of);
                }
            }
        }
        return texts;
    }
}
