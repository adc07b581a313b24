// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.image.MachinePrograms;
import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A virtual machine that runs one command and powers off. It has no network, and no file of this machine but copies.
 *
 * @param kernel its kernel
 * @param machine what it is
 * @param limits what it may use
 * @param busybox the program of the guest's first steps, for its processor
 * @param append what its kernel is told besides, as on a boot loader's line
 */
public record Guest(GuestKernel kernel, GuestMachine machine, Limits limits, Path busybox, String append) {
    /** The prefix of the names of the folders of guests. */
    public static final String FOLDER = "kguard-vm-";

    private static final long SCRATCH_BYTES = 8L << 30;
    private static final Duration FIRST_SIGN = Duration.ofSeconds(30);

    /** What the guest says when it runs; the initramfs has the same words. */
    private static final String SIGN = "kguard: the kernel runs";

    /**
     * Runs a command.
     *
     * @param files what the guest has
     * @param outputs folders that are empty in the guest when the command starts; what it writes to them is written to those of this
     *     machine
     * @param lines where each line goes that the command prints
     * @return its exit status
     * @throws GuestException if the guest did not end the command, for any reason
     */
    public int run(GuestFiles files, GuestCommand command, List<Path> outputs, Consumer<String> lines)
            throws IOException, InterruptedException {
        Path qemu = machine.find(SearchPath.ofTheMachine())
                .orElseThrow(() -> new GuestException("there is no " + machine.program() + ": " + machine.fix()));
        try (GuestFolder folder = GuestFolder.create()) {
            Emulator.Disks disks = new Emulator.Disks(folder.path());
            write(disks, files, command, outputs);
            boolean hardware = machine == GuestMachine.ofThisMachine() && Files.isWritable(Path.of("/dev/kvm"));
            if (hardware) {
                GuestProcess process =
                        GuestProcess.start(emulator(qemu, true).command(kernel, disks, append), SIGN, lines);
                if (process.awaitSign(FIRST_SIGN)) {
                    return status(process, disks, outputs);
                }
                process.kill();
                lines.accept("KVM of this machine does not run a virtual machine" + process.message() + ".");
            }
            lines.accept(
                    "QEMU emulates the processor, which takes 10 to 30 times as long. "
                            + (limits.processors() > 1
                                    ? "The virtual machine's clock does not go slower, because it has several processors."
                                    : "The virtual machine's clock goes slower, too, so that no limit of time is reached earlier."));
            return status(
                    GuestProcess.start(emulator(qemu, false).command(kernel, disks, append), SIGN, lines),
                    disks,
                    outputs);
        }
    }

    private Emulator emulator(Path qemu, boolean hardware) {
        return new Emulator(qemu, machine, hardware, limits);
    }

    private int status(GuestProcess process, Emulator.Disks disks, List<Path> outputs)
            throws IOException, InterruptedException {
        String ending = process.await(limits.time());
        OptionalInt status = ending.isEmpty() ? GuestResults.take(disks.results(), outputs) : OptionalInt.empty();
        return status.orElseThrow(() -> new GuestException("the virtual machine with Linux " + kernel.release() + " "
                + (ending.isEmpty() ? "ended before its command did" : ending) + ". Its console ends with:\n"
                + process.console()));
    }

    private void write(Emulator.Disks disks, GuestFiles files, GuestCommand command, List<Path> outputs)
            throws IOException {
        Map<String, Path> first = new LinkedHashMap<>();
        MachinePrograms programs = new MachinePrograms();
        programs.addProgram(busybox);
        programs.files().forEach((place, file) -> first.put(place.toString().substring(1), file));
        first.put("usr/bin/busybox", busybox);
        Initramfs.write(disks.initramfs(), first, KernelModules.of(kernel), script("init"));
        files.with(busybox, Path.of("/kguard/busybox"), file -> true)
                .withText(Path.of("/kguard/start"), script("start"))
                .withText(Path.of("/kguard/command"), command.script())
                .withText(
                        Path.of("/kguard/outputs"),
                        outputs.stream()
                                .map(output -> output.toAbsolutePath().normalize() + "\n")
                                .collect(Collectors.joining()));
        for (String folder : List.of("/dev", "/proc", "/sys", "/run", "/root", "/var/cache")) {
            files.withFolder(Path.of(folder), 0755);
        }
        files.withFolder(Path.of("/tmp"), 01777);
        files.write(disks.files());
        sparse(disks.scratch(), SCRATCH_BYTES);
        sparse(disks.results(), GuestResults.MAX_BYTES);
    }

    private static void sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(bytes);
        }
    }

    private static String script(String name) {
        try (InputStream script = Guest.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("the script " + name + " is not part of the program");
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a guest may use.
     *
     * @param memoryMiB its memory
     * @param time from power-on to power-off, on this machine's clock
     * @param processors how many it has at least. Where QEMU plays more than one, the guest's clock is this machine's
     */
    public record Limits(int memoryMiB, Duration time, int processors) {
        private static final int MIN_MEMORY = 256;

        /** Checks them. */
        public Limits {
            if (memoryMiB < MIN_MEMORY) {
                throw new IllegalArgumentException(
                        "a virtual machine needs " + MIN_MEMORY + " MiB of memory or more, not " + memoryMiB);
            }
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a virtual machine needs time to do anything");
            }
            if (processors < 1) {
                throw new IllegalArgumentException("a virtual machine needs a processor");
            }
        }
    }
}
