// SPDX-License-Identifier: Apache-2.0
/** What a reviewer of a change of rules wants to know, in one comment. */
@NullMarked
package io.kguard.internal.tool.review;

import org.jspecify.annotations.NullMarked;
