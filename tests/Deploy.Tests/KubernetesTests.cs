namespace VipOrleans.Deploy.Tests;

using VipOrleans.Silo;
using YamlDotNet.RepresentationModel;
using k8s;
using k8s.Models;

/// <summary>The Kubernetes manifests, read as strictly as the API server reads them, as far as they can be judged without one.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes", Base = $"{Folder}/base", Production = $"{Folder}/overlays/production",
        Azure = $"{Folder}/overlays/azure";
    private const string NameLabel = "app.kubernetes.io/name";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["cluster-connection"] = "Host=db;Username=vip;Password=p;Database=vip",
        ["journal-connection"] = "Host=db;Username=vip;Password=p;Database=vip",
        ["vault-master-keys"] = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        ["journal-key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        ["ids-key"] = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=",
    };

    private static readonly List<object> Objects = [.. Resources(Base).SelectMany(Read)];
    private static readonly V1StatefulSet Silo = Only<V1StatefulSet>();
    private static readonly V1Deployment Gateway = Only<V1Deployment>();

    public static TheoryData<string> Kustomizations => [Base, Production, Azure];

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void A_kustomization_names_every_file_of_its_folder_and_only_what_is_there(string folder)
    {
        var kustomization = DeployFiles.Yaml($"{folder}/kustomization.yaml");
        var patches = Items(kustomization, "patches").Where(p => p.Children.ContainsKey("path")).Select(p => p.At("path").ToString());
        var named = kustomization.At("resources").Items().Concat(patches).ToList();

        Assert.Equal(
            Directory.GetFiles(Path.Combine(DeployFiles.Root, folder)).Select(f => Path.GetFileName(f)!).Except(["kustomization.yaml"])
                .Order(),
            named.Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)).Order());
        Assert.All(named, n => Assert.True(DeployFiles.Exists($"{folder}/{n}"), n));
        Assert.All(named.Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)), n => Assert.NotEmpty(Read($"{folder}/{n}")));
    }

    [Fact]
    public void A_field_that_Kubernetes_does_not_know_would_be_seen() => Assert.ThrowsAny<Exception>(() =>
        Parse(DeployFiles.Text($"{Base}/silo.yaml").Replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", StringComparison.Ordinal)));

    [Theory]
    [InlineData(Production, VipOrleans.Silo.JournalStore.Postgres)]
    [InlineData(Azure, VipOrleans.Silo.JournalStore.AzureTables)]
    public void Silos_and_gateways_have_settings_that_the_programs_take(string overlay, VipOrleans.Silo.JournalStore store)
    {
        var maps = ConfigMaps(overlay);
        var removed = Removed(overlay, Silo.Spec.Template.Spec);
        var silo = Environment(Silo.Spec.Template.Spec, maps, removed);
        var gateway = Environment(Gateway.Spec.Template.Spec, maps, Removed(overlay, Gateway.Spec.Template.Spec));

        var settings = ProgramSettings.Silo(silo);
        var read = ProgramSettings.Gateway(gateway);

        Assert.Equal(store, settings.Store);
        Assert.Equal((settings.ClusterId, settings.Membership ?? settings.Account),
            (read["Cluster:ClusterId"], read["Cluster:Connection"]));
        Assert.Equal("10.1.2.3", settings.Address);
        ProgramSettings.CheckHeap(silo);
        ProgramSettings.CheckHeap(gateway);
        Assert.Equal(maps.Keys.Order(),
            new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec }.SelectMany(
                p => p.Containers[0].EnvFrom.Select(f => f.ConfigMapRef.Name)).Distinct().Order());
    }

    [Fact]
    public void Secrets_are_named_and_never_written()
    {
        var keys = new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec }.SelectMany(p => p.Containers[0].Env)
            .Where(e => e.ValueFrom?.SecretKeyRef is not null).ToList();

        Assert.All(keys, k => Assert.Equal("vip-secrets", k.ValueFrom.SecretKeyRef.Name));
        Assert.Equal(Secrets.Keys.Order(), keys.Select(k => k.ValueFrom.SecretKeyRef.Key).Distinct().Order());
        // The operator is told of each.
        Assert.All(Secrets.Keys,
            k => Assert.Contains($"--from-file={k}", DeployFiles.Text($"{Production}/kustomization.yaml"), StringComparison.Ordinal));
        // A gateway never sees the master keys, and a silo does not need the key of ids.
        Assert.DoesNotContain(Silo.Spec.Template.Spec.Containers[0].Env, e => e.Name == "Ids__Key");
        Assert.DoesNotContain(Gateway.Spec.Template.Spec.Containers[0].Env, e => e.Name is "Vault__MasterKeys" or "Journal__Key");
        Assert.Empty(Objects.OfType<V1Secret>());
        Assert.DoesNotContain("secretGenerator",
            string.Concat(new[] { Base, Production, Azure }.Select(f => DeployFiles.Text($"{f}/kustomization.yaml"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_pass_the_restricted_profile_and_have_limits()
    {
        foreach (var pod in new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec })
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal((1654, "RuntimeDefault"), (pod.SecurityContext.RunAsUser, pod.SecurityContext.SeccompProfile.Type));
            Assert.Equal((false, false), (pod.AutomountServiceAccountToken, pod.EnableServiceLinks));
            var container = Assert.Single(pod.Containers);
            Assert.Equal((false, true),
                (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            // As much memory as it may use is kept for it.
            Assert.Equal(container.Resources.Requests["memory"].ToString(), container.Resources.Limits["memory"].ToString());
            Assert.All(["cpu", "memory"],
                r => Assert.True(container.Resources.Limits.ContainsKey(r) && container.Resources.Requests.ContainsKey(r)));
            Assert.Equal(2, pod.TopologySpreadConstraints.Count);
            Assert.Contains(Objects.OfType<V1ServiceAccount>(), a => a.Metadata.Name == pod.ServiceAccountName);
        }

        Assert.Equal("/data", Silo.Spec.Template.Spec.Containers[0].VolumeMounts.Single().MountPath);
        Assert.Equal(Silo.Spec.Template.Spec.Volumes.Single().Name, Silo.Spec.Template.Spec.Containers[0].VolumeMounts.Single().Name);
        Assert.Equal("restricted",
            ((V1Namespace)Read($"{Production}/namespace.yaml").Single()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);
    }

    [Fact]
    public void Ports_are_those_of_the_programs_and_probes_ask_paths_that_are_there()
    {
        var settings = VipOrleans.Silo.SiloConfiguration.Read(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["silo"] = settings.SiloPort, ["clients"] = settings.ClientPort,
                ["health"] = settings.HealthPort
            }, Ports(Silo.Spec.Template.Spec));
        var listens = ConfigMaps(Production)["vip-gateway"]["ASPNETCORE_URLS"];
        Assert.Equal(new Dictionary<string, int> { ["http"] = new Uri(listens.Replace("+", "any", StringComparison.Ordinal)).Port },
            Ports(Gateway.Spec.Template.Spec));

        foreach (var pod in new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec })
        {
            var container = pod.Containers[0];
            foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe })
            {
                Assert.Contains(probe.HttpGet.Path, ProgramSettings.HealthPaths);
                Assert.True(Ports(pod).ContainsKey(probe.HttpGet.Port.Value));
                Assert.True(probe.TimeoutSeconds >= 5, "A check may take that long.");
            }

            Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
            // Whoever only waits for a database or a silo is not restarted.
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
            Assert.True(
                container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold
                    >= settings.DatabasePatience.TotalSeconds * 3);
        }
    }

    [Fact]
    public void A_pod_is_given_longer_to_stop_than_it_takes_and_drains_until_nobody_sends_it_requests()
    {
        var maps = ConfigMaps(Production);
        foreach (var pod in new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec })
        {
            Assert.True(
                TimeSpan.FromSeconds(pod.TerminationGracePeriodSeconds!.Value) >= ProgramSettings.Stopping(Environment(pod, maps, []))
                    + TimeSpan.FromSeconds(10));
            Assert.Null(pod.Containers[0].Lifecycle);
        }

        var readiness = Gateway.Spec.Template.Spec.Containers[0].ReadinessProbe;
        Assert.True(
            readiness.PeriodSeconds * readiness.FailureThreshold < int.Parse(maps["vip-gateway"]["Gateway__DrainSeconds"],
                System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0,
            int.Parse(Gateway.Spec.Strategy.RollingUpdate.MaxUnavailable.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Selectors_select_the_pods_and_ports_of_services_are_theirs()
    {
        foreach (var (name, template,
            selector) in new[] { ("vip-silo", Silo.Spec.Template, Silo.Spec.Selector),
                ("vip-gateway", Gateway.Spec.Template, Gateway.Spec.Selector) })
        {
            Assert.Equal(name, template.Metadata.Labels[NameLabel]);
            Assert.True(Selects(selector, template.Metadata.Labels));
            Assert.All(template.Spec.TopologySpreadConstraints, c => Assert.True(Selects(c.LabelSelector, template.Metadata.Labels)));
            var budget = Objects.OfType<V1PodDisruptionBudget>().Single(b => b.Metadata.Name == name);
            Assert.True(Selects(budget.Spec.Selector, template.Metadata.Labels));
            Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
            var service = Objects.OfType<V1Service>().Single(s => s.Metadata.Name == name);
            Assert.Equal(name, service.Spec.Selector[NameLabel]);
            Assert.All(service.Spec.Ports, p => Assert.True(Ports(template.Spec).ContainsKey(p.TargetPort.Value)));
        }

        Assert.Equal("vip-silo", Silo.Spec.ServiceName);
        Assert.Equal("None", Objects.OfType<V1Service>().Single(s => s.Metadata.Name == "vip-silo").Spec.ClusterIP);
        var scaler = Only<V2HorizontalPodAutoscaler>();
        Assert.Equal((Gateway.Kind, Gateway.Metadata.Name), (scaler.Spec.ScaleTargetRef.Kind, scaler.Spec.ScaleTargetRef.Name));
        Assert.True(scaler.Spec.MinReplicas >= 2);
        // The autoscaler's number is not overwritten by the next rollout.
        Assert.Null(Gateway.Spec.Replicas);
        Assert.Equal(3, Silo.Spec.Replicas);
    }

    [Theory]
    // from, to, port, allowed
    [InlineData("vip-silo", "vip-silo", "silo", true)]
    [InlineData("vip-gateway", "vip-silo", "clients", true)]
    [InlineData("vip-gateway", "vip-silo", "silo", false)]
    [InlineData("vip-gateway", "vip-silo", "health", false)]
    [InlineData("vip-silo", "vip-silo", "clients", false)]
    [InlineData("vip-silo", "vip-gateway", "http", false)]
    [InlineData("vip-gateway", "vip-gateway", "http", false)]
    [InlineData("stranger", "vip-silo", "clients", false)]
    [InlineData("stranger", "vip-gateway", "http", false)]
    public void Between_pods_only_what_is_needed_goes_through(string from, string to, string port, bool allowed)
    {
        var target = to == "vip-silo" ? Silo.Spec.Template : Gateway.Spec.Template;
        var number = Ports(target.Spec)[port];
        var sender = new Dictionary<string, string> { [NameLabel] = from };

        var goesOut = Policies(sender)
            .Any(p => (p.Spec.Egress ?? []).Any(r => HasPort(r.Ports, number) && r.To.Any(peer => IsPod(peer, target.Metadata.Labels))));
        var comesIn = Policies(target.Metadata.Labels)
            .Any(p => (p.Spec.Ingress ?? []).Any(r => HasPort(r.Ports, number) && r.FromProperty.Any(peer => IsPod(peer, sender))));

        Assert.Equal(allowed, goesOut && comesIn);

        // A pod of this namespace is a peer only where no namespace is named.
        static bool IsPod(V1NetworkPolicyPeer peer, IDictionary<string, string> labels) =>
            peer.PodSelector is not null && peer.NamespaceSelector is null && Selects(peer.PodSelector, labels);
    }

    [Fact]
    public void Nothing_is_open_that_no_policy_opens_and_the_services_that_both_need_are_reached()
    {
        var deny = Objects.OfType<V1NetworkPolicy>()
            .Single(p => p.Spec.PodSelector.MatchLabels is null && p.Spec.PodSelector.MatchExpressions is null);
        Assert.Equal(["Ingress", "Egress"], deny.Spec.PolicyTypes);
        Assert.Null(deny.Spec.Ingress);
        Assert.Null(deny.Spec.Egress);

        var collector = new Uri(ConfigMaps(Production)["vip-cluster"]["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        foreach (var template in new[] { Silo.Spec.Template, Gateway.Spec.Template })
        {
            var rules = Policies(template.Metadata.Labels).SelectMany(p => p.Spec.Egress ?? []).ToList();
            Assert.Contains(rules,
                r => HasPort(r.Ports, 53) && r.Ports.Any(p => p.Protocol == "UDP")
                    && r.To.Single().PodSelector.MatchLabels["k8s-app"] == "kube-dns");
            Assert.Contains(rules, r => HasPort(r.Ports, 5432) && r.To.All(t => t.IpBlock is not null && t.IpBlock.Cidr != "0.0.0.0/0"));
            Assert.Contains(rules,
                r => HasPort(r.Ports, collector.Port)
                    && r.To.Single().NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"] == collector.Host.Split('.')[1]);
        }

        // Only the ingress controller reaches a gateway, whose word on the caller's address is therefore taken.
        Assert.Contains("Gateway__TrustedProxies__0", ConfigMaps(Production)["vip-gateway"].Keys);
        Assert.All(Policies(Gateway.Spec.Template.Metadata.Labels).SelectMany(p => p.Spec.Ingress ?? []).SelectMany(r => r.FromProperty),
            p => Assert.NotNull(p.NamespaceSelector));
    }

    [Fact]
    public void The_overlay_of_Azure_gives_silos_and_gateways_identities_and_neither_a_key_of_the_account_nor_a_database()
    {
        var patch = Read($"{Azure}/silo-identity.yaml");
        var gateways = Read($"{Azure}/gateway-identity.yaml");
        var account = patch.OfType<V1ServiceAccount>().Single();
        var set = patch.OfType<V1StatefulSet>().Single();
        var gatewayAccount = gateways.OfType<V1ServiceAccount>().Single();
        var gateway = gateways.OfType<V1Deployment>().Single();

        Assert.Equal((Silo.Spec.Template.Spec.ServiceAccountName, Silo.Metadata.Name), (account.Metadata.Name, set.Metadata.Name));
        Assert.Equal((Gateway.Spec.Template.Spec.ServiceAccountName, Gateway.Metadata.Name),
            (gatewayAccount.Metadata.Name, gateway.Metadata.Name));
        Assert.All([account, gatewayAccount],
            a => Assert.Contains("azure.workload.identity/client-id", a.Metadata.Annotations.Keys));
        Assert.All([set.Spec.Template, gateway.Spec.Template], t => Assert.Equal("true", t.Metadata.Labels["azure.workload.identity/use"]));
        Assert.Equal(["Journal__Connection", "Cluster__Connection"], Removed(Azure, Silo.Spec.Template.Spec));
        Assert.Equal(["Cluster__Connection"], Removed(Azure, Gateway.Spec.Template.Spec));
        Assert.StartsWith("https://", ConfigMaps(Azure)["vip-silo"]["Journal__Connection"], StringComparison.Ordinal);
        Assert.Equal(ConfigMaps(Azure)["vip-silo"]["Journal__Connection"], ConfigMaps(Azure)["vip-gateway"]["Cluster__Connection"]);
    }

    [Fact]
    public void Overlays_name_the_images_that_the_base_runs_with_a_version()
    {
        var images = Items(DeployFiles.Yaml($"{Production}/kustomization.yaml"), "images").ToList();

        Assert.Equal(new[] { Silo.Spec.Template.Spec, Gateway.Spec.Template.Spec }.Select(p => p.Containers[0].Image).Order(),
            images.Select(i => i.At("name").ToString()).Order());
        Assert.All(images, i => Assert.Matches("^[0-9]", i.At("newTag").ToString()));
    }

    private static bool Selects(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value)
        && (selector.MatchExpressions ?? [])
            .All(e => e.OperatorProperty == "In" && labels.TryGetValue(e.Key, out var value) && e.Values.Contains(value));

    private static IEnumerable<V1NetworkPolicy> Policies(IDictionary<string, string> labels) =>
        Objects.OfType<V1NetworkPolicy>().Where(p => Selects(p.Spec.PodSelector, labels));

    private static bool HasPort(IList<V1NetworkPolicyPort>? ports, int number) =>
        ports is not null && ports.Any(p => p.Port?.Value == $"{number}");

    private static Dictionary<string, int> Ports(V1PodSpec pod) => pod.Containers[0].Ports.ToDictionary(p => p.Name, p => p.ContainerPort);

    private static Dictionary<string, string> Environment(V1PodSpec pod, Dictionary<string, Dictionary<string, string>> maps,
        IReadOnlyList<string> removed)
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in pod.Containers[0].EnvFrom)
        {
            foreach (var (name, value) in maps[source.ConfigMapRef.Name]) environment[name] = value;
        }

        foreach (var variable in pod.Containers[0].Env.Where(e => !removed.Contains(e.Name)))
            environment[variable.Name] = variable.Value
                ?? (variable.ValueFrom.SecretKeyRef is { } secret
                    ? Secrets[secret.Key] : variable.ValueFrom.FieldRef.FieldPath == "status.podIP"
                    ? "10.1.2.3" : throw new KeyNotFoundException(variable.Name));
        return environment;
    }

    // As kustomize makes them: an overlay's literals are merged into those of what it is over.
    private static Dictionary<string, Dictionary<string, string>> ConfigMaps(string folder)
    {
        var kustomization = DeployFiles.Yaml($"{folder}/kustomization.yaml");
        var maps = kustomization.At("resources").Items().Where(r => !r.EndsWith(".yaml", StringComparison.Ordinal))
            .SelectMany(r => ConfigMaps($"{folder}/{r}")).ToDictionary(m => m.Key, m => m.Value);
        foreach (var generator in Items(kustomization, "configMapGenerator"))
        {
            var name = generator.At("name").ToString();
            Assert.Equal(maps.ContainsKey(name) ? "merge" : "create",
                generator.Children.TryGetValue("behavior", out var behavior) ? behavior.ToString() : "create");
            var map = maps.TryGetValue(name, out var below) ? below : maps[name] = [];
            foreach (var literal in generator.At("literals").Items()) map[literal.Split('=', 2)[0]] = literal.Split('=', 2)[1];
        }

        return maps;
    }

    // The variables that an overlay's patches take away; each patch first tests that it takes the one that it means.
    private static List<string> Removed(string folder, V1PodSpec pod)
    {
        var removed = new List<string>();
        var (kind, left) = (ReferenceEquals(pod, Silo.Spec.Template.Spec) ? "StatefulSet" : "Deployment",
            pod.Containers[0].Env.Select(e => e.Name).ToList());
        foreach (var patch in Items(DeployFiles.Yaml($"{folder}/kustomization.yaml"), "patches")
            .Where(p => p.Children.ContainsKey("patch") && p.At("target").At("kind").ToString() == kind))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(patch.At("patch").ToString()));
            var steps = ((YamlSequenceNode)stream.Documents[0].RootNode).Children.Cast<YamlMappingNode>().ToList();
            foreach (var (step, i) in steps.Select((s, i) => (s, i)).Where(s => s.s.At("op").ToString() == "remove"))
            {
                var path = step.At("path").ToString();
                var index = int.Parse(path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(($"{path}/name", left[index]), (steps[i - 1].At("path").ToString(), steps[i - 1].At("value").ToString()));
                removed.Add(left[index]);
                left.RemoveAt(index);
            }
        }

        return removed;
    }

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var list) ? ((YamlSequenceNode)list).Children.Cast<YamlMappingNode>() : [];

    private static IEnumerable<string> Resources(string folder) =>
        DeployFiles.Yaml($"{folder}/kustomization.yaml").At("resources").Items().Select(r => $"{folder}/{r}");

    private static List<object> Read(string path) => Parse(DeployFiles.Text(path));

    private static List<object> Parse(string text) => KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true);

    private static T Only<T>() => Objects.OfType<T>().Single();
}
