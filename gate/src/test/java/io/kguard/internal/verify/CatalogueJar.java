// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The shipped catalogue in a jar, as a user has it. */
final class CatalogueJar {
    private static final Path SHIPPED = Path.of("../attack-scenarios/src/main/resources");

    private CatalogueJar() {}

    /** A loader of that jar alone, which is written into a folder. */
    static URLClassLoader in(Path folder) throws IOException {
        return in(folder, file -> true);
    }

    /** A loader of that jar with the index that a build gives it. */
    static URLClassLoader indexed(Path folder) throws IOException {
        Path content = folder.resolve("content");
        try (Stream<Path> walk = Files.walk(SHIPPED)) {
            for (Path file : walk.sorted().toList()) {
                Files.copy(file, content.resolve(SHIPPED.relativize(file).toString()));
            }
        }
        ScenarioIndex.main(new String[] {content.toString()});
        return in(content, content.resolve("kguard"), folder, file -> true);
    }

    /** A loader of such a jar with some of the files. */
    static URLClassLoader in(Path folder, Predicate<Path> chosen) throws IOException {
        return in(SHIPPED, SHIPPED.resolve(ScenarioCatalogue.RESOURCES), folder, chosen);
    }

    private static URLClassLoader in(Path root, Path part, Path folder, Predicate<Path> chosen) throws IOException {
        Path jar = folder.resolve("catalogue.jar");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(part)) {
            files = walk.filter(file -> Files.isDirectory(file) || chosen.test(file))
                    .sorted()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out)) {
            for (Path file : files) {
                boolean isFolder = Files.isDirectory(file);
                content.putNextEntry(new JarEntry(root.relativize(file) + (isFolder ? "/" : "")));
                if (!isFolder) {
                    Files.copy(file, content);
                }
            }
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    /** A loader of a jar with one scenario. */
    static URLClassLoader of(Path folder, String scenario) throws IOException {
        Path file = folder.resolve("catalogue.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(ScenarioCatalogue.RESOURCES + "/"));
            jar.putNextEntry(new JarEntry(ScenarioCatalogue.RESOURCES + "/collection/reads.yaml"));
            jar.write(scenario.getBytes(UTF_8));
        }
        return new URLClassLoader(new URL[] {file.toUri().toURL()}, null);
    }
}
