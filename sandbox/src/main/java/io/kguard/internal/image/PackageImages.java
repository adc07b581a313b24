// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.internal.message.Wording;
import io.kguard.workload.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Images with programs that few machines have: the image {@code base}, and on it the files of Debian's packages. This machine's own apt
 * downloads them, in the versions of the machine's release, and checks their signatures. No script of a package runs. They are made when
 * somebody asks for it. What plays a scenario uses those that are there, and downloads nothing.
 */
public final class PackageImages {
    private static final Map<String, List<String>> PACKAGES = new TreeMap<>(Map.of(
            "debian-tools",
            words("dpkg e2fsprogs gdb libc-bin ncat nmap openssh-client openssh-server perl php-cli pkexec python3 rpm"
                    + " sudo"),
            "debian-node",
            words("ncat nodejs npm"),
            "debian-services",
            words("apache2-utils apt cron debianutils dpkg logrotate nginx postgresql redis-server tomcat10")));

    static final List<String> NAMES = List.copyOf(PACKAGES.keySet());

    /** Increase this when the images change although the names of the packages do not. */
    private static final String VERSION = "1";

    /** What scripts of packages would link, by patterns of paths, and the links. */
    private static final Map<String, String> LINKS = Map.of(
            "usr/bin/php[0-9]*", "usr/bin/php",
            "usr/lib/*/blas/libblas.so.3", "usr/lib/libblas.so.3");

    private static final int LINKED_DEPTH = 5;

    /** What scripts of packages would write: programs that start sessions for users include these files. */
    private static final Map<String, String> FILES = Map.of(
            "etc/pam.d/common-account", "account required pam_unix.so\n",
            "etc/pam.d/common-auth", "auth required pam_unix.so\n",
            "etc/pam.d/common-password", "password required pam_unix.so\n",
            "etc/pam.d/common-session", "session required pam_unix.so\n",
            "etc/pam.d/common-session-noninteractive", "session required pam_unix.so\n");

    /** Says in an image which packages it has, a line each. */
    private static final String LIST = "usr/share/kguard/packages";

    private PackageImages() {}

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** What a scenario with an image requires and this machine lacks, as the end of a sentence; empty if it lacks nothing. */
    public static Optional<String> missing(Path cache, String image) {
        return NAMES.contains(image) && !Files.isDirectory(folder(cache, image))
                ? Optional.of(
                        "the image " + image + ", which " + Wording.command("images") + " makes of packages of Debian")
                : Optional.empty();
    }

    /**
     * Makes those that are not there. If one can't be made, the others are.
     *
     * @param say is told what is there and what is made, a line each
     * @throws ImageException if the packages can't be had here
     * @throws IOException if their files can't be written
     */
    public static void make(ImageCache cache, Consumer<String> say) throws IOException {
        make(cache, PACKAGES, say);
    }

    /** Makes images of other packages. */
    static void make(ImageCache cache, Map<String, List<String>> images, Consumer<String> say) throws IOException {
        Map<String, List<String>> missing = new TreeMap<>();
        new TreeMap<>(images).forEach((image, packages) -> {
            if (Files.isDirectory(folder(cache.home(), image))) {
                say.accept(image + ": is there");
            } else {
                missing.put(image, packages);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        cache.withScratch(scratch -> {
            AptClient apt = AptClient.in(scratch, cache.bounds().bytes());
            List<String> failed = new ArrayList<>();
            for (Map.Entry<String, List<String>> image : missing.entrySet()) {
                try {
                    Path made = make(cache, image.getKey(), image.getValue(), apt);
                    say.accept(image.getKey() + ": made of "
                            + versions(made).lines().count() + " packages");
                } catch (ImageException | IOException e) {
                    failed.add(image.getKey() + " can't be made: " + e.getMessage());
                }
            }
            if (!failed.isEmpty()) {
                throw new ImageException(ImageException.Reason.MACHINE, String.join("\n", failed));
            }
            return scratch;
        });
    }

    private static Path make(ImageCache cache, String image, List<String> wanted, AptClient apt) throws IOException {
        return cache.get(entry(image), folder -> {
            List<String> packages = apt.unpack(wanted, folder);
            Path list = folder.resolve(LIST);
            Files.createDirectories(list.getParent());
            Files.write(list, packages);
            link(folder);
            configure(folder);
            Files.setAttribute(folder, "unix:mode", 0755);
        });
    }

    /**
     * The files of an image's packages.
     *
     * @throws ImageException if the image is not made
     */
    static Path find(ImageCache cache, String image) throws IOException {
        return cache.get(entry(image), folder -> {
            throw new ImageException(
                    ImageException.Reason.MACHINE,
                    "there is no image " + image + " yet. Make it with " + Wording.command("images")
                            + ": it downloads packages of Debian.");
        });
    }

    /** Where a cache has the files of an image's packages. */
    static Path folder(Path cache, String image) {
        return cache.resolve(entry(image));
    }

    /** The packages of an image, with their versions. */
    static String versions(Path layer) throws IOException {
        return Files.readString(layer.resolve(LIST));
    }

    private static void link(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("usr"), LINKED_DEPTH)) {
            files = all.map(folder::relativize).sorted().toList();
        }
        for (Map.Entry<String, String> each : LINKS.entrySet()) {
            PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + each.getKey());
            Path link = folder.resolve(each.getValue());
            Optional<Path> target = files.stream().filter(matcher::matches).findFirst();
            if (target.isPresent() && Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of("/").resolve(target.get()));
            }
        }
    }

    private static void configure(Path folder) throws IOException {
        if (Files.isDirectory(folder.resolve("etc/pam.d"))) {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }

    private static String entry(String image) {
        String content = VERSION + image + PACKAGES.get(image) + new TreeMap<>(LINKS) + new TreeMap<>(FILES);
        return image + "-" + Sha256.of(content.getBytes(UTF_8)).substring(0, 16);
    }
}
