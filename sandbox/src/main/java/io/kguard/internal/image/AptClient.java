// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.internal.program.LocalProgram;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This machine's apt, with lists and a cache of its own, as if no package were installed. It has the machine's sources and keys. What the
 * machine has installed stays as it is.
 */
final class AptClient {
    private static final Duration MOST_TIME = Duration.ofMinutes(15);
    private static final int MAX_PACKAGES = 2000;
    private static final int LAST_LINES = 5;
    private static final String SUFFIX = ".deb";

    private final Path home;
    private final long maxBytes;

    private AptClient(Path home, long maxBytes) {
        this.home = home;
        this.maxBytes = maxBytes;
    }

    /**
     * A client that keeps its files in an empty folder, and knows which packages there are.
     *
     * @param maxBytes the size of a download
     * @throws ImageException if this machine has no apt, or its sources don't answer
     */
    static AptClient in(Path home, long maxBytes) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            throw new ImageException(Reason.MACHINE, "this machine has no apt-get, which downloads packages of Debian");
        }
        for (String folder : List.of("lists/partial", "cache", "archives/partial")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.createFile(home.resolve("status"));
        Files.writeString(home.resolve("apt.conf"), """
                Dir::State::Lists "%1$s/lists";
                Dir::State::status "%1$s/status";
                Dir::State::extended_states "%1$s/extended";
                Dir::Cache "%1$s/cache";
                Dir::Cache::archives "%1$s/archives";
                Dir::Log "%1$s";
                APT::Install-Recommends "false";
                APT::Sandbox::User "root";
                APT::Update::Error-Mode "any";
                Acquire::Languages "none";
                Acquire::http::Timeout "20";
                Acquire::https::Timeout "20";
                Acquire::Retries "2";
                """.formatted(home));
        AptClient client = new AptClient(home, maxBytes);
        client.run("apt-get", "-q", "update");
        return client;
    }

    /**
     * Downloads packages with all that they depend on, and unpacks them.
     *
     * @return their names, versions and architectures
     * @throws ImageException if they can't be had
     */
    List<String> unpack(List<String> packages, Path folder) throws IOException {
        for (Path left : archives()) {
            Files.delete(left); // of a download that failed
        }
        List<String> install = new ArrayList<>(List.of("apt-get", "-q", "-y", "--download-only", "install"));
        install.addAll(packages);
        run(install.toArray(String[]::new));
        List<Path> archives = archives();
        long bytes = 0;
        for (Path archive : archives) {
            bytes += Files.size(archive);
        }
        if (archives.isEmpty() || archives.size() > MAX_PACKAGES || bytes > maxBytes) {
            throw new IOException("apt-get downloaded " + archives.size() + " packages of " + bytes + " bytes");
        }
        List<String> unpacked = new ArrayList<>();
        for (Path archive : archives) {
            run(
                    "dpkg-deb",
                    "--extract",
                    archive.toAbsolutePath().toString(),
                    folder.toAbsolutePath().toString());
            String name = archive.getFileName().toString();
            unpacked.add(name.substring(0, name.length() - SUFFIX.length())
                    .replace("%3a", ":")
                    .replace('_', ' '));
            Files.delete(archive);
        }
        return unpacked;
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("archives"))) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    private void run(String... command) throws IOException {
        LocalProgram.Ended ended = LocalProgram.of(command)
                .in(home)
                .with("APT_CONFIG", home.resolve("apt.conf").toString())
                .with("LC_ALL", "C")
                .with("DEBIAN_FRONTEND", "noninteractive")
                .run(MOST_TIME);
        if (ended.status().isEmpty()) {
            throw new ImageException(
                    Reason.MACHINE, said(command) + " took longer than " + MOST_TIME.toMinutes() + " min");
        }
        if (!ended.isGood()) {
            throw new ImageException(
                    Reason.MACHINE,
                    said(command) + " failed. Does this machine reach its sources?\n" + lastLines(ended.output()));
        }
    }

    private static String said(String... command) {
        return String.join(" ", List.of(command).subList(0, Math.min(3, command.length)));
    }

    private static String lastLines(String output) {
        List<String> lines = output.lines().toList();
        return "  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
