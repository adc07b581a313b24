// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the page about the architecture says of modules, rooms and classes is so. */
@AnalyzeClasses(packages = "io.kguard", importOptions = ProductCode.class)
class ArchitecturePageTest {
    private static final Path FILE = Path.of("../docs/architecture.md");

    /** Spark's module is scanned with its profile only. */
    private static final String OF_A_PROFILE = "spark";

    @ArchTest
    static void theDiagramIsThatOfTheCode(JavaClasses classes) throws IOException {
        String page = Files.readString(FILE);
        String made = ModuleDiagram.put(page, new ModuleDiagram(ModuleImports.of(classes)).text());
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(FILE, made);
        }
        assertThat(FILE).as("-Dkguard.golden=accept writes it again").hasContent(made);
    }

    @ArchTest
    static void theTableHasEachRoomAndItsModule(JavaClasses classes) {
        Map<String, Set<String>> inCode = new LinkedHashMap<>();
        ModuleImports.of(classes)
                .rooms()
                .forEach((module, rooms) -> rooms.forEach(room ->
                        inCode.computeIfAbsent(room, name -> new TreeSet<>()).add(module)));
        List<String> missing = new ArrayList<>();
        inCode.forEach((room, modules) -> {
            List<String> told = RoomRow.all().stream()
                    .filter(row -> row.has(room))
                    .map(RoomRow::modules)
                    .toList();
            if (told.size() != 1 || !List.of(told.get(0).split(", ")).containsAll(modules)) {
                missing.add(room + " is in " + modules + ", and the table says " + told);
            }
        });
        assertThat(missing).isEmpty();
    }

    @ArchTest
    static void theTableHasNoOtherRooms(JavaClasses classes) {
        Set<String> packages = new TreeSet<>(Set.of("io.kguard." + OF_A_PROFILE + "."));
        classes.forEach(type -> packages.add(type.getPackageName() + "."));
        assertThat(RoomRow.all().stream()
                        .flatMap(row -> row.rooms().stream())
                        .filter(room -> packages.stream()
                                .noneMatch(name -> name.startsWith("io.kguard." + room.replace("*", "")))))
                .isEmpty();
    }

    /** "A room may import the rooms before it in this list." */
    @ArchTest
    static void roomsStandBeforeThoseThatImportThem(JavaClasses classes) {
        List<RoomRow> rows = RoomRow.all();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            int own = RoomRow.indexOf(rows, type);
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith("io.kguard."))
                    .filter(target -> RoomRow.indexOf(rows, target) > own)
                    .forEach(target -> wrong.add(Rooms.of(type) + " imports " + Rooms.of(target)));
        }
        assertThat(wrong).isEmpty();
    }

    @ArchTest
    static void everyClassThatItNamesIsThere(JavaClasses classes) throws IOException {
        List<NamedCode> named = ReferencePage.names(Files.readAllLines(FILE)).stream()
                .flatMap(name -> NamedCode.of(name).stream())
                .filter(code -> !code.name().startsWith(OF_A_PROFILE + "."))
                .toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named.stream().filter(code -> !code.isIn(classes)))
                .extracting(NamedCode::name)
                .isEmpty();
    }
}
