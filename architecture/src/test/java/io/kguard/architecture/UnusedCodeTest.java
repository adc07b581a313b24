// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What nobody uses is dead, or somebody forgot to register it. The compiler says so of what is private. This says so of the
 * rest: of classes that no product code names, and of methods that neither product nor tests call. What users have
 * ({@code @API}) is used by them, and what a resource names (a service, a template) by who reads the resource.
 */
class UnusedCodeTest {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][\\w.]*");
    private static final Set<String> OF_ALL_RECORDS = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_ALL_ENUMS = Set.of("values", "valueOf");
    /** Not compiled without its profile: the words of its sources stand for what it calls. */
    private static final String SPARK = "spark";

    private static JavaClasses classes;
    /** The words of resources, which name classes. */
    private static final Set<String> NAMED = new HashSet<>();
    /** The words of templates and of Spark, which name methods. */
    private static final Set<String> ASKED = new HashSet<>();

    @BeforeAll
    static void read() throws IOException {
        List<Path> compiled = new ArrayList<>();
        for (Path module : modules()) {
            for (String part : List.of("main", "test")) {
                Path target = module.resolve(part.equals("main") ? "target/classes" : "target/test-classes");
                boolean hasCode = Files.isDirectory(module.resolve("src/" + part + "/java"));
                assumeTrue(
                        !hasCode || Files.isDirectory(target) || module.endsWith(SPARK),
                        () -> target + " is missing: compile all modules (mvn test-compile)");
                if (hasCode && Files.isDirectory(target)) {
                    compiled.add(target);
                }
            }
            addWords(module.resolve(module.endsWith(SPARK) ? "src/main" : "src/main/resources"));
        }
        classes = new ClassFileImporter().importPaths(compiled);
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList();
        }
    }

    private static void addWords(Path resources) throws IOException {
        if (!Files.isDirectory(resources)) {
            return;
        }
        try (Stream<Path> files = Files.walk(resources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.toString();
                boolean asks = name.endsWith(".mustache") || name.endsWith(".java");
                Matcher words = WORD.matcher(Files.readString(file, ISO_8859_1));
                while (words.find()) {
                    NAMED.add(words.group());
                    if (asks) {
                        ASKED.addAll(List.of(words.group().split("\\.", -1)));
                    }
                }
            }
        }
    }

    private static boolean isProduct(JavaClass type) {
        return type.getSource()
                .filter(source -> source.getUri().getPath().contains("/target/classes/"))
                .isPresent();
    }

    @Test
    void everyClassIsUsed() {
        assertThat(classes.stream()
                        .filter(UnusedCodeTest::isProduct)
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .filter(type -> !NAMED.contains(type.getName()) && !isForUsers(type) && !isProgram(type))
                        .filter(type -> !type.getMethods().isEmpty()) // constants are copied
                        .filter(type -> users(type).noneMatch(UnusedCodeTest::isProduct))
                        .map(JavaClass::getName)
                        .sorted())
                .as("classes that no class of the product names, no resource and no user")
                .isEmpty();
    }

    private static Stream<JavaClass> users(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(dependency -> dependency.getOriginClass())
                .filter(user -> !SourceFiles.top(user).equals(type.getName()));
    }

    @Test
    void everyMethodIsCalled() {
        assertThat(classes.stream()
                        .filter(UnusedCodeTest::isProduct)
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> !isGenerated(method) && !isForUsers(method) && !isProgram(method.getOwner()))
                        .filter(method -> !ASKED.contains(method.getName()))
                        .filter(method -> method.getAccessesToSelf().isEmpty() && !isInherited(method))
                        .map(JavaMember::getFullName)
                        .sorted())
                .as("methods that nobody calls")
                .isEmpty();
    }

    private static boolean isGenerated(JavaMethod method) {
        JavaClass type = method.getOwner();
        return method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || type.isEnum() && OF_ALL_ENUMS.contains(method.getName())
                || type.isRecord()
                        && (OF_ALL_RECORDS.contains(method.getName())
                                || type.tryGetField(method.getName()).isPresent());
    }

    /** Whether it is, or may be, called by another name: that of a supertype or a subtype. */
    private static boolean isInherited(JavaMethod method) {
        JavaClass type = method.getOwner();
        Predicate<JavaMethod> same = other -> other.getName().equals(method.getName())
                && other.getParameters().size() == method.getParameters().size();
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                        .flatMap(parent -> parent.getMethods().stream())
                        .anyMatch(same)
                || type.getAllSubclasses().stream()
                        .flatMap(child -> child.getMethods().stream())
                        .anyMatch(same.and(other -> !other.getAccessesToSelf().isEmpty()));
    }

    private static boolean isProgram(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent();
    }

    private static boolean isForUsers(JavaMethod method) {
        return method.isAnnotatedWith(API.class)
                ? method.getAnnotationOfType(API.class).status() != API.Status.INTERNAL
                : isForUsers(method.getOwner());
    }

    private static boolean isForUsers(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return type.isAnnotatedWith(API.class)
                ? type.getAnnotationOfType(API.class).status() != API.Status.INTERNAL
                : outer.isPresent() && isForUsers(outer.get());
    }
}
