// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of a working tree, compared as bytes with those that git has. What git's index and its filters say of a file does not
 * count.
 *
 * @param top the folder
 * @param names the names of all files below it, without git's own and without what Maven's plugins make
 */
record ProjectFiles(Path top, Set<String> names) {
    /** What Maven's plugins and kguard make in the folder of a build. Anything else there may be somebody's own. */
    private static final Set<String> BUILT = Set.of(
            "classes",
            "test-classes",
            "generated-sources",
            "generated-test-sources",
            "maven-status",
            "maven-archiver",
            "surefire-reports",
            "failsafe-reports",
            "jacoco.exec");

    /** The files below a folder. */
    static ProjectFiles below(Path top) throws IOException {
        Set<String> names = new TreeSet<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isOfGit(folder) || isBuilt(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!isOfGit(file) && !isBuilt(file)) {
                    names.add(top.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new ProjectFiles(top, names);
    }

    private static boolean isOfGit(Path path) {
        return path.endsWith(".git");
    }

    /** Whether a build made something: it is in the folder {@code target} beside a pom. */
    private static boolean isBuilt(Path path) {
        String name = String.valueOf(path.getFileName());
        Path parent = path.getParent();
        if (parent == null || parent.getParent() == null) {
            return false;
        }
        if (parent.endsWith("target/kguard")) {
            return isModule(parent.getParent().resolveSibling("")) && Reports.isReport(name);
        }
        return parent.endsWith("target")
                && isModule(parent.getParent())
                && (BUILT.contains(name) || name.endsWith(".jar"));
    }

    private static boolean isModule(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml"));
    }

    /** Whether there is such a file as git has. */
    boolean isSame(String name, Git.Entry entry) throws IOException {
        Path file = top.resolve(name);
        if (Files.isSymbolicLink(file)) {
            return entry.isLink()
                    && Files.exists(file)
                    && file.toRealPath().startsWith(top)
                    && entry.id()
                            .equals(id(Files.readSymbolicLink(file).toString().getBytes(UTF_8), entry.id()));
        }
        return Files.isRegularFile(file)
                && (Files.isExecutable(file) ? entry.isProgram() : entry.isFile())
                && entry.id().equals(id(file, entry.id()));
    }

    private static String id(byte[] content, String like) {
        MessageDigest digest = digest(content.length, like);
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static String id(Path file, String like) throws IOException {
        MessageDigest digest = digest(Files.size(file), like);
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Git's id of a file: SHA-1, or SHA-256 in newer repositories. */
    private static MessageDigest digest(long size, String like) {
        try {
            MessageDigest digest = MessageDigest.getInstance(like.length() == 40 ? "SHA-1" : "SHA-256");
            digest.update(("blob " + size + "\0").getBytes(UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1 and SHA-256", e);
        }
    }
}
