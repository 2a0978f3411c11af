using VipOrleans.Silo;

// A silo of its own, for gateways in other processes. The pilot has silo and gateway in one.
return await StartFailure.Guard("The silo", () => SiloProcess.Run(args));
