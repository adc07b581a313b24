// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.tool.vm.Guest;
import io.kguard.internal.tool.vm.GuestCommand;
import io.kguard.internal.tool.vm.GuestException;
import io.kguard.internal.tool.vm.GuestFiles;
import io.kguard.internal.tool.vm.GuestKernel;
import io.kguard.internal.tool.vm.GuestMachine;
import io.kguard.internal.tool.vm.GuestPrograms;
import io.kguard.internal.tool.vm.Kernels;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs any command in a virtual machine, for tests of kguard itself. */
final class GuestLauncher {
    private static final String USAGE = """
            usage: GuestLauncher [OPTION...] -- COMMAND [ARGUMENT...]
            Runs a command in a virtual machine. It ends with the command's exit status, and with 125 if the machine did not end it.
              --kernel=KERNEL  own, a file vmlinuz, a folder of packages, a .deb, or a version; default: own
              --arch=ARCH      x86_64 or aarch64; default: this machine's
              --root=FOLDER    what becomes the machine's root, with bin/busybox; default: programs of this machine
              --bring=PATH     a file or folder that is copied to the same place; any number of times
              --out=FOLDER     a folder that the command may write to, and whose files come back; any number of times
              --folder=FOLDER  where the command starts; default: /
              --env=NAME=VALUE a variable of the command; any number of times
              --append=WORDS   what the kernel is told besides, such as cgroup_no_v1=all
              --memory=MIB     default: 2048
              --processors=N   default: 1, and the guest's clock counts instructions; with more it is this machine's
              --minutes=N      how long all may take; default: 60""";

    private static final int WRONG_USE = 64;
    private static final int NOT_RUN = 125;

    private final Map<String, List<String>> options = new TreeMap<>();
    private final List<String> words;

    private GuestLauncher(List<String> arguments) {
        int end = arguments.indexOf("--");
        if (end < 0 || end == arguments.size() - 1) {
            throw new IllegalArgumentException("there is no command");
        }
        words = arguments.subList(end + 1, arguments.size());
        for (String word : arguments.subList(0, end)) {
            int sign = word.indexOf('=');
            if (!word.startsWith("--") || sign < 0 || !USAGE.contains(word.substring(0, sign + 1))) {
                throw new IllegalArgumentException("there is no option " + word);
            }
            options.computeIfAbsent(word.substring(2, sign), name -> new ArrayList<>())
                    .add(word.substring(sign + 1));
        }
    }

    /** Called by the JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream error) throws InterruptedException {
        try {
            return new GuestLauncher(arguments).run(out);
        } catch (IllegalArgumentException e) {
            error.println(e.getMessage() + "\n" + USAGE);
            return WRONG_USE;
        } catch (KguardException e) {
            error.println(e.getMessage());
        } catch (IOException e) {
            error.println(FileFault.of(e));
        }
        return NOT_RUN;
    }

    private int run(PrintStream out) throws IOException, InterruptedException {
        GuestMachine machine =
                options.containsKey("arch") ? GuestMachine.of(value("arch", "")) : GuestMachine.ofThisMachine();
        GuestKernel kernel = Kernels.ofThisMachine(machine).find(value("kernel", Kernels.OWN));
        Guest.Limits limits = new Guest.Limits(
                Integer.parseInt(value("memory", "2048")),
                Duration.ofMinutes(Integer.parseInt(value("minutes", "60"))),
                Integer.parseInt(value("processors", "1")));
        GuestFiles files = new GuestFiles();
        for (String path : options.getOrDefault("bring", List.of())) {
            files.with(Path.of(path));
        }
        Path busybox;
        if (options.containsKey("root")) {
            Path root = Path.of(value("root", ""));
            files.with(root, Path.of("/"), file -> true);
            busybox = Stream.of("bin/busybox", "usr/bin/busybox")
                    .map(root::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new GuestException(root + " has no bin/busybox"));
        } else {
            GuestPrograms.addTo(files, null);
            busybox = GuestPrograms.busybox();
        }
        Map<String, String> environment = new TreeMap<>();
        for (String variable : options.getOrDefault("env", List.of())) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        return new Guest(kernel, machine, limits, busybox, value("append", ""))
                .run(
                        files,
                        new GuestCommand(words, Path.of(value("folder", "/")), environment),
                        options.getOrDefault("out", List.of()).stream()
                                .map(Path::of)
                                .toList(),
                        out::println);
    }

    private String value(String name, String otherwise) {
        List<String> values = options.getOrDefault(name, List.of(otherwise));
        return values.get(values.size() - 1);
    }
}
