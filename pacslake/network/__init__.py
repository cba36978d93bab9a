"""The network's side of DICOM: associations, objects on the wire, and what arrives kept safe until it is landed.

`pdu` and `dimse` are bytes and values without I/O; `acceptor` holds associations, `services` answers them, `spool`
keeps what arrives, `worker` lands it. Towards others: `scu` asks and sends, `peers` knows them, `pull` fetches lists.
"""
