// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars work on the module path: each has a stable name, and no two share a package. */
class ModulesTest {
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "engine", "io.kguard.engine",
            "ebpf-harness", "io.kguard.sensor",
            "plugin-host", "io.kguard.pluginhost",
            "check", "io.kguard.check",
            "sandbox", "io.kguard.sandbox",
            "framework", "io.kguard.framework",
            "gate", "io.kguard.gate",
            "tools", "io.kguard.tools",
            "attack-scenarios", "io.kguard.scenarios"));

    /** The jar of a module, packaged by this build or an older one. */
    private static Path jar(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", folder, "target"))) {
            Optional<Path> jar = files.filter(file ->
                            file.getFileName().toString().matches("kguard-" + folder + "-\\d[\\d.]*(-SNAPSHOT)?\\.jar"))
                    .findFirst();
            assumeTrue(jar.isPresent(), "there is no jar of " + folder + " yet; mvn verify packages it");
            return jar.orElseThrow();
        }
    }

    private static ModuleFinder modules() throws IOException {
        Path[] jars = new Path[NAMES.size()];
        int count = 0;
        for (String folder : NAMES.keySet()) {
            jars[count++] = jar(folder);
        }
        return ModuleFinder.of(jars);
    }

    @Test
    void eachJarSaysItsName() throws IOException {
        for (Map.Entry<String, String> module : NAMES.entrySet()) {
            ModuleFinder finder = ModuleFinder.of(jar(module.getKey()));

            List<ModuleDescriptor> found =
                    finder.findAll().stream().map(ModuleReference::descriptor).toList();
            assertThat(found).extracting(ModuleDescriptor::name).containsExactly(module.getValue());
            assertThat(found).allMatch(ModuleDescriptor::isAutomatic);
        }
    }

    /** Spark is large: who does not ask for its module downloads nothing of it. */
    @Test
    void onlyOneModuleNeedsSpark() throws IOException {
        onlyThisModuleNames("spark", "org.apache.spark");
    }

    /** What is not counted as a part of the product is none. */
    @Test
    void noModuleNeedsTheProgramsOfTheBuild() throws IOException {
        onlyThisModuleNames(SourceFiles.OF_THE_BUILD, "<artifactId>" + SourceFiles.OF_THE_BUILD + "</artifactId>");
    }

    private static void onlyThisModuleNames(String module, String text) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            List<Path> poms = folders.filter(folder -> !folder.endsWith(module))
                    .map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms)
                    .hasSizeGreaterThan(NAMES.size())
                    .allSatisfy(pom -> assertThat(pom).content().doesNotContain(text));
        }
    }

    @Test
    void noPackageIsInTwoJars() throws IOException {
        ModuleFinder finder = modules();
        List<String> packages = finder.findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .toList();

        assertThat(packages).contains("io.kguard.event", "io.kguard.internal.sensor", "io.kguard.internal.image");
        assertThat(packages).doesNotHaveDuplicates();
        // the JVM's own check, which goes further
        assertThat(Configuration.empty()
                        .resolve(finder, ModuleFinder.ofSystem(), NAMES.values())
                        .modules())
                .hasSizeGreaterThan(NAMES.size());
    }
}
