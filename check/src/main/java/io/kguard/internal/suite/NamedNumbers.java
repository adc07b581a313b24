// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of numbers in arguments of system calls. Names may be joined with {@code |}. */
enum NamedNumbers {
    DESCRIPTORS("AT_FDCWD -100"),
    OPEN_FLAGS("""
            O_RDONLY 0 O_WRONLY 1 O_RDWR 2 O_ACCMODE 3 O_CREAT 0x40 O_EXCL 0x80 O_NOCTTY 0x100 O_TRUNC 0x200
            O_APPEND 0x400 O_NONBLOCK 0x800 O_NDELAY 0x800 O_DSYNC 0x1000 O_ASYNC 0x2000 O_LARGEFILE 0
            O_NOATIME 0x40000 O_CLOEXEC 0x80000 O_SYNC 0x101000 O_FSYNC 0x101000 O_RSYNC 0x101000 O_PATH 0x200000
            """ + ofMachine(isArm64())),
    MODES("""
            S_IRWXU 0700 S_IRUSR 0400 S_IWUSR 0200 S_IXUSR 0100 S_IRWXG 070 S_IRGRP 040 S_IWGRP 020 S_IXGRP 010
            S_IRWXO 07 S_IROTH 04 S_IWOTH 02 S_IXOTH 01 S_ISUID 04000 S_ISGID 02000 S_ISVTX 01000
            """),
    RESOLVE_FLAGS("""
            RESOLVE_NO_XDEV 1 RESOLVE_NO_MAGICLINKS 2 RESOLVE_NO_SYMLINKS 4 RESOLVE_BENEATH 8 RESOLVE_IN_ROOT 0x10
            RESOLVE_CACHED 0x20
            """),
    LINK_FLAGS("AT_SYMLINK_FOLLOW 0x400 AT_EMPTY_PATH 0x1000"),
    DUP_FLAGS("O_CLOEXEC 0x80000"),
    MODULE_FLAGS("""
            MODULE_INIT_IGNORE_MODVERSIONS 1 MODULE_INIT_IGNORE_VERMAGIC 2 MODULE_INIT_COMPRESSED_FILE 4
            """),
    SOCKET_DOMAINS("""
            AF_UNSPEC 0 AF_UNIX 1 AF_LOCAL 1 AF_INET 2 AF_AX25 3 AF_IPX 4 AF_APPLETALK 5 AF_NETROM 6 AF_BRIDGE 7
            AF_ATMPVC 8 AF_X25 9 AF_INET6 10 AF_ROSE 11 AF_DECnet 12 AF_NETBEUI 13 AF_SECURITY 14 AF_KEY 15
            AF_NETLINK 16 AF_ROUTE 16 AF_PACKET 17 AF_ASH 18 AF_ECONET 19 AF_ATMSVC 20 AF_RDS 21 AF_SNA 22 AF_IRDA 23
            AF_PPPOX 24 AF_WANPIPE 25 AF_LLC 26 AF_IB 27 AF_MPLS 28 AF_CAN 29 AF_TIPC 30 AF_BLUETOOTH 31 AF_IUCV 32
            AF_RXRPC 33 AF_ISDN 34 AF_PHONET 35 AF_IEEE802154 36 AF_CAIF 37 AF_ALG 38 AF_NFC 39 AF_VSOCK 40 AF_KCM 41
            AF_QIPCRTR 42 AF_SMC 43 AF_XDP 44 AF_MCTP 45
            """),
    SOCKET_TYPES("""
            SOCK_STREAM 1 SOCK_DGRAM 2 SOCK_RAW 3 SOCK_RDM 4 SOCK_SEQPACKET 5 SOCK_DCCP 6 SOCK_PACKET 10
            SOCK_NONBLOCK 0x800 SOCK_CLOEXEC 0x80000
            """),
    SOCKET_PROTOCOLS("""
            IPPROTO_IP 0 IPPROTO_ICMP 1 IPPROTO_IGMP 2 IPPROTO_IPIP 4 IPPROTO_TCP 6 IPPROTO_EGP 8 IPPROTO_PUP 12
            IPPROTO_UDP 17 IPPROTO_IDP 22 IPPROTO_TP 29 IPPROTO_DCCP 33 IPPROTO_IPV6 41 IPPROTO_RSVP 46 IPPROTO_GRE 47
            IPPROTO_ESP 50 IPPROTO_AH 51 IPPROTO_ICMPV6 58 IPPROTO_MTP 92 IPPROTO_BEETPH 94 IPPROTO_ENCAP 98
            IPPROTO_PIM 103 IPPROTO_COMP 108 IPPROTO_L2TP 115 IPPROTO_SCTP 132 IPPROTO_UDPLITE 136 IPPROTO_MPLS 137
            IPPROTO_ETHERNET 143 IPPROTO_RAW 255 IPPROTO_SMC 256 IPPROTO_MPTCP 262
            """),
    SEND_FLAGS("""
            MSG_OOB 1 MSG_DONTROUTE 4 MSG_DONTWAIT 0x40 MSG_EOR 0x80 MSG_CONFIRM 0x800 MSG_NOSIGNAL 0x4000
            MSG_MORE 0x8000
            """),
    SIGNALS("""
            SIGHUP 1 SIGINT 2 SIGQUIT 3 SIGILL 4 SIGTRAP 5 SIGABRT 6 SIGIOT 6 SIGBUS 7 SIGFPE 8 SIGKILL 9 SIGUSR1 10
            SIGSEGV 11 SIGUSR2 12 SIGPIPE 13 SIGALRM 14 SIGTERM 15 SIGSTKFLT 16 SIGCHLD 17 SIGCLD 17 SIGCONT 18
            SIGSTOP 19 SIGTSTP 20 SIGTTIN 21 SIGTTOU 22 SIGURG 23 SIGXCPU 24 SIGXFSZ 25 SIGVTALRM 26 SIGPROF 27
            SIGWINCH 28 SIGIO 29 SIGPOLL 29 SIGPWR 30 SIGSYS 31
            """),
    /** Numbers without names. */
    PLAIN("");

    /** Apart, because the numbers of the constants are read before the fields of this class are there. */
    private static final class Written {
        static final Pattern NUMBER =
                Pattern.compile("-?(?:0[xX][0-9a-fA-F]{1,15}|0[oO]?[0-7]{1,20}|0|[1-9]\\d{0,17})");
    }

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor alone
    private final Map<String, Long> names = new LinkedHashMap<>();

    NamedNumbers(String table) {
        String[] words = table.isBlank() ? new String[0] : table.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            names.put(words[i], number(words[i + 1]).orElseThrow());
        }
    }

    /** The flags of open files whose numbers differ between machines. */
    static String ofMachine(boolean isArm64) {
        return isArm64
                ? "O_DIRECTORY 0x4000 O_NOFOLLOW 0x8000 O_DIRECT 0x10000 O_TMPFILE 0x404000"
                : "O_DIRECT 0x4000 O_DIRECTORY 0x10000 O_NOFOLLOW 0x20000 O_TMPFILE 0x410000";
    }

    static boolean isArm64() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    /** The names with their numbers, and some more. */
    Map<String, Long> and(Map<String, Long> more) {
        Map<String, Long> all = new LinkedHashMap<>(names);
        all.putAll(more);
        return all;
    }

    /** The names that there are. */
    Set<String> names() {
        return names.keySet();
    }

    /** The number of a text; empty if it is neither a number nor known names. */
    Optional<Long> parse(String text) {
        Optional<Long> plain = number(text.strip());
        if (plain.isPresent()) {
            return plain;
        }
        long all = 0;
        for (String name : text.split("\\|", -1)) {
            Long number = names.get(name.strip());
            if (number == null) {
                return Optional.empty();
            }
            all |= number;
        }
        return Optional.of(all);
    }

    /** The first name of a text that is unknown. */
    String unknown(String text) {
        for (String name : text.split("\\|", -1)) {
            if (!names.containsKey(name.strip())) {
                return name.strip();
            }
        }
        return text;
    }

    /** A number as YAML writes it: with a leading 0 it is octal. */
    private static Optional<Long> number(String text) {
        Matcher matcher = Written.NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        long value;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            value = Long.parseLong(digits.substring(2), 16);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            value = Long.parseLong(digits.replaceFirst("0[oO]?", "0"), 8);
        } else {
            value = Long.parseLong(digits);
        }
        return Optional.of(negative ? -value : value);
    }
}
