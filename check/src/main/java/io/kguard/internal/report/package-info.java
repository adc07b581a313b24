// SPDX-License-Identifier: Apache-2.0
/** What a run showed, and the reports of it: for people, CI servers, code hosts and programs. */
@NullMarked
package io.kguard.internal.report;

import org.jspecify.annotations.NullMarked;
