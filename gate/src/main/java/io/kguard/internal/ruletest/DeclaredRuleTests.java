// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import io.kguard.internal.file.FileToRead;
import io.kguard.scenario.Expectation;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the rule tests in the class files of a folder, including inherited ones. The tests that JUnit reports are
 * compared with them.
 */
public final class DeclaredRuleTests {
    private static final String MARK = "Lio/kguard/junit/RuleTest;";
    private static final String MATRIX = "Lio/kguard/junit/RuleTestMatrix;";
    private static final String SCENARIO = "Lio/kguard/junit/ScenarioSource;";
    private static final Pattern SOURCE = Pattern.compile("Lio/kguard/junit/\\w+Source;");

    private final Path folder;
    private final Map<String, DeclaringType> types = new LinkedHashMap<>();
    private final Deque<String> above = new ArrayDeque<>();

    private DeclaredRuleTests(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds the rule tests.
     *
     * @param folder the folder of classes; it need not exist
     * @param classPath where to look for superclasses
     * @throws IOException if a class file can't be read
     */
    public static List<DeclaredRuleTest> in(Path folder, List<Path> classPath) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        DeclaredRuleTests tests = new DeclaredRuleTests(folder);
        tests.readFolder();
        tests.readInherited(classPath);
        return tests.all();
    }

    /**
     * The tests of each class that runs them. A test of a class that runs none counts only if no class of the folder
     * inherits it.
     */
    private List<DeclaredRuleTest> all() {
        List<DeclaredRuleTest> all = new ArrayList<>();
        Set<DeclaredRuleTest> inherited = new HashSet<>();
        for (DeclaringType type : types.values()) {
            if (type.isHeir()) {
                for (DeclaredRuleTest test : type.inherited(types)) {
                    inherited.add(test);
                    all.add(test.of(type.name()));
                }
            }
        }
        for (DeclaringType type : types.values()) {
            type.tests().stream()
                    .filter(test -> type.isHeir() || !inherited.contains(test))
                    .forEach(all::add);
        }
        return all;
    }

    private void readFolder() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            read(file.toString(), FileToRead.bytes(file), true);
        }
    }

    private void readInherited(List<Path> classPath) throws IOException {
        URL[] urls = classPath.stream().map(DeclaredRuleTests::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            for (String name = above.poll(); name != null; name = above.poll()) {
                String file = name + ".class";
                try (InputStream in =
                        types.containsKey(name.replace('/', '.')) ? null : loader.getResourceAsStream(file)) {
                    if (in != null) {
                        read(file, in.readAllBytes(), false);
                    }
                }
            }
        }
    }

    private void read(String file, byte[] bytes, boolean inFolder) throws IOException {
        try {
            new ClassReader(bytes)
                    .accept(
                            new TypeVisitor(inFolder),
                            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("the class file " + file + " can't be searched for rule tests: " + e.getMessage(), e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path + " can't be part of a class path", e);
        }
    }

    private final class TypeVisitor extends ClassVisitor {
        private final boolean inFolder;
        private final List<String> typesAbove = new ArrayList<>();
        private final List<DeclaredRuleTest> tests = new ArrayList<>();
        private String type = "";
        private boolean isHeir;

        TypeVisitor(boolean inFolder) {
            super(Opcodes.ASM9);
            this.inFolder = inFolder;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            type = name.replace('/', '.');
            isHeir = inFolder && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
            if (superName != null) {
                addAbove(superName);
            }
            if (interfaces != null) {
                Arrays.stream(interfaces).forEach(this::addAbove);
            }
        }

        private void addAbove(String name) {
            if (!name.startsWith("java/")) {
                above.add(name);
                typesAbove.add(name.replace('/', '.'));
            }
        }

        @Override
        public void visitOuterClass(String owner, @Nullable String name, @Nullable String descriptor) {
            isHeir = false; // a class within a method is not a test class
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean generated = (access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC)) != 0;
            return generated ? null : new TestMethod(tests, type, access, name, descriptor);
        }

        @Override
        public void visitEnd() {
            types.put(type, new DeclaringType(type, isHeir, typesAbove, tests));
        }
    }

    /** Reads the annotations of a method. */
    private static final class TestMethod extends MethodVisitor {
        private final List<DeclaredRuleTest> found;
        private final String type;
        private final int access;
        private final String name;
        private final String descriptor;
        private boolean isTest;
        private String rule = "";
        private String source = "";
        private boolean silent;
        private boolean played;

        TestMethod(List<DeclaredRuleTest> found, String type, int access, String name, String descriptor) {
            super(Opcodes.ASM9);
            this.found = found;
            this.type = type;
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
            played |= annotation.equals(SCENARIO);
            isTest |= annotation.equals(MARK) || annotation.equals(MATRIX);
            return annotation.equals(MARK)
                            || annotation.equals(MATRIX)
                            || SOURCE.matcher(annotation).matches()
                    ? new MemberVisitor()
                    : null;
        }

        @Override
        public void visitEnd() {
            if (isTest) {
                String arguments = Arrays.stream(Type.getArgumentTypes(descriptor))
                        .map(argument -> argument.getSort() == Type.ARRAY
                                ? argument.getDescriptor().replace('/', '.')
                                : argument.getClassName())
                        .collect(Collectors.joining(",", "(", ")"));
                found.add(new DeclaredRuleTest(
                        type,
                        name,
                        name + arguments,
                        silent ? Expectation.silent(rule) : Expectation.fires(rule),
                        source,
                        played,
                        obstacle()));
            }
        }

        private String obstacle() {
            if ((access & Opcodes.ACC_PRIVATE) != 0) {
                return "the method is private";
            }
            if ((access & Opcodes.ACC_STATIC) != 0) {
                return "the method is static";
            }
            if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                return "the method is abstract";
            }
            return descriptor.endsWith(")V") ? "" : "the method does not return void";
        }

        /** Reads a {@link io.kguard.junit.RuleTest}, that in a matrix, or the annotation of a source. */
        private final class MemberVisitor extends AnnotationVisitor {
            MemberVisitor() {
                super(Opcodes.ASM9);
            }

            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String member, String inner) {
                return inner.equals(MARK) ? this : null;
            }

            @Override
            public void visit(String member, Object value) {
                if (member.equals("rule")) {
                    rule = value.toString();
                } else if (member.equals("silent")) {
                    silent = Boolean.TRUE.equals(value);
                } else if (source.isEmpty()) {
                    played |= member.equals("scenario");
                    source = value.toString();
                }
            }
        }
    }
}
