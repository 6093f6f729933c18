-- The archive that the desk beside it was made from.  The desk has not seen the
-- last message, and the one before it was erased.
INSERT INTO meta (key, value) VALUES
	('epoch', '01234567-89ab-cdef-0123-456789abcdef');

INSERT INTO message (id, at, door, door_ref, sender, recipients, queue_id,
	sasl_username, size, raw) VALUES
	(1, 1790000100, 'lmtp', NULL, 'Kim@k.example',
	    'support@help.test' || char(9), '4hbOld', 'kim', 0, CAST(
'From: Kim <Kim@k.example>
To: support@help.test
Subject: printer burns
Message-ID: <old1@k.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

It burns.
> Does it?
--b
Content-Type: image/png; name="fire.png"

not really
--b--
' AS BLOB)),
	(2, 1790000200, 'imap', 'imap:box/INBOX/7/1', 'kim@home.example',
	    'hilfe@help.test' || char(9) || 'rfc822;hilfe@help.test', NULL,
	    NULL, 0, CAST(
'From: Kim <kim@home.example>
To: hilfe@help.test
List-Id: <list.home.example>
Subject: printer burns
Message-ID: <old2@k.example>
In-Reply-To: <never@came.example>

Still.
' AS BLOB)),
	(3, 1790000202, 'pipe', 'pipe:4hbOlder/support@help.test',
	    'Kim@k.example', 'support@help.test' || char(9), '4hbOlder', NULL,
	    0, CAST('From: Kim <Kim@k.example>' || char(10) || char(10) ||
	    'It burns.' AS BLOB)),
	(4, 1790000203, 'lmtp', NULL, '', 'support@help.test' || char(9), NULL,
	    NULL, 0, CAST('' AS BLOB)),
	(5, 1790000204, 'maildir', 'maildir:one/waits', 'kim@k.example',
	    'support@help.test' || char(9), NULL, NULL, 0, CAST(
'From: Kim <Kim@k.example>
To: support@help.test
Subject: Re: printer burns
Message-ID: <waits@line.example>
In-Reply-To: <old1@k.example>

Where is the water?
' AS BLOB));
UPDATE message SET size = length(raw);
