// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.internal.program.SearchPath;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;
import io.kguard.workload.StandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The images that have names of kguard: those that are built from this machine's own programs, and those of packages. */
final class BuiltInImages {
    static final List<String> NAMES = Stream.concat(
                    Stream.of("base", "busybox", "kubectl"), PackageImages.NAMES.stream())
            .toList();

    /** Increase this when the images change although the programs do not. */
    private static final String VERSION = "2";

    private static final List<String> REQUIRED = List.of(
            ("bash dash arch b2sum base32 base64 basename basenc cat chgrp chmod chown chroot cksum comm cp csplit cut"
                            + " date dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups"
                            + " head hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice"
                            + " nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink"
                            + " realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred"
                            + " shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true"
                            + " truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes grep sed"
                            + " find xargs tar gzip mount umount")
                    .split(" "));

    /** Programs that most machines have. The image contains those that exist. */
    private static final List<String> OPTIONAL = List.of(
            ("egrep fgrep hostname ps pgrep pkill kill free top uptime pidof awk mawk diff cmp which tempfile nsenter"
                            + " unshare su login passwd chsh chfn useradd userdel usermod groupadd chpasswd gpasswd"
                            + " newgrp dmesg more lscpu lsblk findmnt setsid script flock getopt logger ionice renice"
                            + " taskset prlimit mountpoint insmod rmmod lsmod modprobe kmod sysctl ip ss ping getent"
                            + " ldd capsh getcap setcap gunzip zcat bzip2 xz dpkg apt apt-get curl wget openssl"
                            + " ssh scp nc ncat socat base64 crontab chattr lsattr")
                    .split(" "));

    /** The programs that start kubectl, and those that kubectl starts. */
    private static final List<String> BESIDE_KUBECTL = List.of("dash", "sleep", "tar");

    private static final List<String> BESIDE_KUBECTL_OPTIONAL =
            List.of("bash", "cat", "cp", "diff", "env", "id", "ls", "mkdir", "rm", "sed", "touch");

    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final ImageCache cache;
    private final Supplier<Map<String, byte[]>> own;

    BuiltInImages(ImageCache cache, Supplier<Map<String, byte[]>> own) {
        this.cache = cache;
        this.own = own;
    }

    Image get(String name) throws IOException {
        return switch (name) {
            case "base" -> base();
            case "busybox" -> busybox();
            case "kubectl" -> kubectl();
            default -> packages(name);
        };
    }

    /** What this machine gives to an image. */
    static MachinePrograms programs(String image) throws IOException {
        MachinePrograms programs = new MachinePrograms();
        switch (image) {
            case "busybox" -> programs.add(busyboxOfTheMachine(), Path.of("/usr/bin/busybox"));
            case "kubectl" -> {
                programs.add(kubectlOfTheMachine());
                add(BESIDE_KUBECTL, BESIDE_KUBECTL_OPTIONAL, image, programs);
            }
            default -> add(REQUIRED, OPTIONAL, "base", programs);
        }
        return programs;
    }

    private static void add(List<String> required, List<String> optional, String image, MachinePrograms programs)
            throws IOException {
        for (String name : required) {
            programs.add(name);
        }
        requireAll(programs, image);
        for (String name : optional) {
            programs.add(name);
        }
    }

    private Image base() throws IOException {
        Map<String, byte[]> own = new TreeMap<>(this.own.get());
        StringBuilder contents = new StringBuilder();
        own.forEach((path, content) -> contents.append(path).append(Sha256.of(content)));
        Image.Config config = new Image.Config(List.of(PATH), List.of(), List.of("sleep", "infinity"), "/", "");
        return build("base", contents.toString() + StandIns.NAMES, config, folder -> {
            Files.createSymbolicLink(folder.resolve("usr/bin/sh"), Path.of("dash"));
            Path standIns = Files.createDirectories(inside(folder, Path.of(StandIns.FOLDER)));
            for (Map.Entry<String, byte[]> program : own.entrySet()) {
                program(inside(folder, Path.of(program.getKey())), program.getValue());
            }
            for (String name : StandIns.NAMES) {
                Files.createSymbolicLink(standIns.resolve(name), Path.of(StandIns.ACTOR));
            }
        });
    }

    /** The files of packages on those of the image base. */
    private Image packages(String name) throws IOException {
        if (!PackageImages.NAMES.contains(name)) {
            throw new ImageException(
                    ImageException.Reason.IMAGE,
                    "there is no built-in image \"" + name + "\". There are: " + String.join(", ", NAMES));
        }
        Image base = base();
        Path layer = PackageImages.find(cache, name);
        String id = Sha256.of((base.id() + PackageImages.versions(layer)).getBytes(UTF_8));
        ImageReference reference = ImageReference.parse(name).withDigest("sha256:" + id);
        return new Image(reference, id, List.of(layer, base.layers().get(0)), base.config());
    }

    private Image busybox() throws IOException {
        Image.Config config = new Image.Config(List.of(PATH), List.of(), List.of("sh"), "/", "");
        return build("busybox", "", config, folder -> {
            for (String command : Busybox.commands(busyboxOfTheMachine())) {
                Path link = folder.resolve(command);
                Files.createDirectories(link.getParent());
                if (Files.notExists(link)) {
                    Files.createSymbolicLink(link, Path.of("/usr/bin/busybox"));
                }
            }
        });
    }

    private Image kubectl() throws IOException {
        Image.Config config = new Image.Config(List.of(PATH), List.of(), List.of("kubectl"), "/work", "");
        return build("kubectl", "", config, folder -> {
            Files.createSymbolicLink(folder.resolve("usr/bin/sh"), Path.of("dash"));
            for (String writable : List.of("home/app", "work")) {
                Files.setAttribute(Files.createDirectories(folder.resolve(writable)), "unix:mode", 01777);
            }
        });
    }

    /**
     * The image of this machine's programs with a name.
     *
     * @param own what else its content depends on
     * @param more adds what only this image has to the programs
     */
    private Image build(String name, String own, Image.Config config, ImageCache.Maker more) throws IOException {
        MachinePrograms programs = programs(name);
        String id = id(name, programs, own.getBytes(UTF_8));
        Path layer = cache.get(name + "-" + id.substring(0, 16), folder -> {
            install(programs, folder);
            more.make(folder);
            ImageFiles.write(folder);
        });
        ImageReference reference = ImageReference.parse(name).withDigest("sha256:" + id);
        return new Image(reference, id, List.of(layer), config);
    }

    private static Path busyboxOfTheMachine() throws IOException {
        return Busybox.find()
                .orElseThrow(() -> new ImageException(
                        ImageException.Reason.MACHINE,
                        "the image busybox needs a busybox whose shell starts programs, as that of Docker Hub does: "
                                + Busybox.fix()));
    }

    static Optional<Path> kubectlOnPath() {
        return SearchPath.ofTheMachine().find("kubectl");
    }

    private static Path kubectlOfTheMachine() throws IOException {
        Path program = kubectlOnPath()
                .orElseThrow(() -> new ImageException(
                        ImageException.Reason.MACHINE,
                        "kubectl is not installed. Install Debian's package kubernetes-client."));
        if (ElfFile.read(program).isEmpty()) {
            throw new ImageException(
                    ImageException.Reason.MACHINE,
                    program + " is a script that starts kubectl elsewhere, and a container has only the file itself."
                            + " Put the program kubectl first on the path.");
        }
        return program.toAbsolutePath();
    }

    private static void requireAll(MachinePrograms programs, String image) {
        if (!programs.missing().isEmpty()) {
            throw new ImageException(
                    ImageException.Reason.MACHINE,
                    "the image " + image + " is made from this machine's programs, and it lacks "
                            + String.join(", ", programs.missing()) + ". Run bin/setup, or install them.");
        }
    }

    private static String id(String name, MachinePrograms programs, byte[] extra) throws IOException {
        StringBuilder content = new StringBuilder(name)
                .append(' ')
                .append(VERSION)
                .append(' ')
                .append(ImageFiles.version())
                .append(Sha256.of(extra));
        for (Map.Entry<Path, Path> file : programs.files().entrySet()) {
            Map<String, Object> attributes = Files.readAttributes(file.getValue(), "unix:size,lastModifiedTime,ino");
            content.append('\n').append(file).append(new TreeMap<>(attributes));
        }
        programs.links()
                .forEach((link, target) -> content.append('\n').append(link).append(target));
        return Sha256.of(content.toString().getBytes(UTF_8));
    }

    private static void install(MachinePrograms programs, Path folder) throws IOException {
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createDirectories(folder.resolve("usr").resolve(name));
            Files.createSymbolicLink(folder.resolve(name), Path.of("usr", name));
        }
        for (Map.Entry<Path, Path> file : programs.files().entrySet()) {
            Path target = inside(folder, file.getKey());
            Files.createDirectories(target.getParent());
            Files.copy(file.getValue(), target, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setAttribute(target, "unix:mode", Files.getAttribute(file.getValue(), "unix:mode"));
        }
        for (Map.Entry<Path, Path> link : programs.links().entrySet()) {
            Path place = inside(folder, link.getKey());
            Files.createDirectories(place.getParent());
            if (Files.notExists(place, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(place, link.getValue());
            }
        }
    }

    private static Path inside(Path folder, Path absolute) {
        return folder.resolve(absolute.toString().substring(1));
    }

    private static void program(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
